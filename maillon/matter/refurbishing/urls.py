app_name = "refurbishing"
urlpatterns: list = []
