from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("import/", views.ImportView.as_view(), name="upload"),
    path("import/sample/", views.sample, name="sample"),
    path("import/<int:pk>/", views.show_batch, name="batch"),
    path("import/<int:pk>/read/", views.read_on, name="read"),
    path("import/<int:pk>/split/", views.split, name="split"),
    path("import/<int:pk>/add/", views.add, name="add"),
    path("import/<int:pk>/undo/", views.undo, name="undo"),
    path("import/<int:pk>/<int:item>/", views.CorrectItemView.as_view(), name="correct"),
    path("import/<int:pk>/<int:item>/leave-out/", views.leave_out, name="leave_out"),
]
