from django.contrib import admin

from policyhub.ui.admin import ReadOnlyAdmin

from .models import MailServer, Outbox


@admin.register(MailServer)
class MailServerAdmin(ReadOnlyAdmin):
    """Set under Settings, where it can be tried out."""

    hidden = ("password",)


@admin.register(Outbox)
class OutboxAdmin(ReadOnlyAdmin):
    """Emails that wait or were sent. The clock sends them; nobody writes or deletes one here."""

    hidden = ("kind", "period")
    list_display = ["subject", "person", "address", "created_at", "attempts", "error", "sent_at"]
    list_filter = [("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["subject", "address", "person__name"]
    date_hierarchy = "created_at"
