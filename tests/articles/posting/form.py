"""Sending the form below an article."""

ATTACK = "You are an [personal_attack 0.9]!"


def send(client, article, text="A calm remark.", **fields):
    given = {"name": "Ani", "text": text, **fields}
    return client.post(f"/articles/{article.slug}/comments/", given, follow=True)


def body(response):
    return response.content.decode()
