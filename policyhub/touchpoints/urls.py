from django.urls import path

from . import views

app_name = "touchpoints"
urlpatterns = [
    path("touchpoints/", views.touchpoint_map, name="list"),
    path("touchpoints/walk-through/", views.WalkThroughView.as_view(), name="walk_through"),
    path("touchpoints/<int:pk>/", views.touchpoint_detail, name="detail"),
    path("touchpoints/<int:pk>/decide/<slug:kind>/", views.DecideNeedView.as_view(), name="decide"),
    path("touchpoints/<int:pk>/none/", views.NothingNeededView.as_view(), name="none_needed"),
    path("touchpoints/<int:pk>/rename/", views.RenameTouchpointView.as_view(), name="rename"),
    path("touchpoints/<int:pk>/rules/", views.LinkRulesView.as_view(), name="rules"),
    path("touchpoints/<int:pk>/rules/<slug:reference>/remove/", views.unlink, name="remove_rule"),
    path("touchpoints/<int:pk>/merge/", views.MergeTouchpointView.as_view(), name="merge"),
    path("touchpoints/<int:pk>/drop/", views.RemoveTouchpointView.as_view(), name="remove"),
]
