from django.urls import path

from .views import signals, taps

urlpatterns = [
    path("rules/<slug:slug>/offered/", taps.offered, name="rule_offered"),
    path("rules/<slug:slug>/helped/", taps.helped, name="rule_helped"),
    path("rules/<slug:slug>/friction/", taps.friction, name="rule_friction"),
    path("rules/<slug:slug>/fine/", taps.fine, name="rule_fine"),
    path("my-taps/", taps.my_taps, name="my_taps"),
    path("my-taps/uses/<int:pk>/outcome/", taps.outcome, name="use_outcome"),
    path("my-taps/uses/<int:pk>/undo/", taps.undo_use, name="use_undo"),
    path("my-taps/signals/<int:pk>/words/", taps.say_why, name="signal_words"),
    path("my-taps/signals/<int:pk>/undo/", taps.undo_signal, name="signal_undo"),
    path("signals/", signals.Signals.as_view(), name="signals"),
]
