from django.urls import path

from . import views

app_name = "dashboard"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/example/", views.start_example, name="start_example"),
    path("example/leave/", views.leave_example, name="leave_example"),
    path("to-do/", views.to_do, name="to_do"),
    path("components/", views.components, name="components"),
    path("demo/", views.demo_people, name="demo_people"),
    path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
