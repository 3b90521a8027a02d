app_name = "refurbishing"
urlpatterns = []
