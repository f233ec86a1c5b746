from django.urls import path

from . import views

urlpatterns = [
    path("import/", views.ImportView.as_view(), name="import"),
    path("import/sample/", views.sample, name="import_sample"),
    path("import/<int:pk>/", views.show_batch, name="import_batch"),
    path("import/<int:pk>/read/", views.read_on, name="import_read"),
    path("import/<int:pk>/split/", views.split, name="import_split"),
    path("import/<int:pk>/add/", views.add, name="import_add"),
    path("import/<int:pk>/undo/", views.undo, name="import_undo"),
    path("import/<int:pk>/<int:item>/", views.CorrectItemView.as_view(), name="import_fix"),
    path("import/<int:pk>/<int:item>/leave-out/", views.leave_out, name="import_leave_out"),
]
