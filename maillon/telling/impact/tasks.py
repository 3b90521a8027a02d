FORMATS = ("json",)


def export(report, form):
    pass
