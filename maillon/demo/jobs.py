def today():
    pass


def command(words):
    pass
