from django.urls import path

from . import views

urlpatterns = [
    path("to-do/", views.to_do, name="to_do"),
    path("components/", views.components, name="components"),
    path("demo/", views.demo_people, name="demo_people"),
    path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"),
]
