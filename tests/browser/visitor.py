"""A visitor without a browser: signs in, and follows every link there is."""

import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from http.cookiejar import CookieJar

from lxml import html


class Visitor:
    """Someone who asks for pages and keeps cookies.

    Attributes:
        base: The address of the app.
        jar: The cookies.
        broken: The links met on the way that led nowhere.
    """

    def __init__(self, base):
        """Begin without any cookie."""
        self.base = base
        self.jar = CookieJar()
        self.broken = []
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({})
        )

    @property
    def cookies(self):
        """The cookies, as drive.mjs takes them."""
        return [{"name": cookie.name, "value": cookie.value} for cookie in self.jar]

    def ask(self, path, fields=None):
        """Ask for a page, or send it a form; give the kind of what came back, and the bytes."""
        sent = urllib.parse.urlencode(fields).encode() if fields is not None else None
        with self.opener.open(self.base + path, sent, timeout=30) as answer:
            return answer.headers.get_content_type(), answer.read()

    def ask_quietly(self, path):
        """Ask for a page; where there is none, note the link that led there as broken."""
        try:
            return self.ask(path)
        except urllib.error.HTTPError as answer:
            self.broken.append(f"{path} answers {answer.code}")
            return "", b""

    def sign_in(self, email, password):
        """Sign in with an address and a password."""
        self.send("/login", "/login", email=email, password=password)

    def send(self, page, to, **fields):
        """Open a page, and send fields with the token that its forms carry."""
        _, body = self.ask(page)
        token = html.fromstring(body).xpath("//input[@name='csrf_token']/@value")[0]
        return self.ask(to, {"csrf_token": token, **fields})

    def links(self, page):
        """List the addresses of this app that a page leads to, without what stands after #."""
        found = []
        for link in html.fromstring(page).xpath("//a/@href"):
            path = urllib.parse.urldefrag(link)[0]
            if path.startswith("/") and path not in found:
                found.append(path)
        return found

    def tour(self, kind_of, alike=2, through=frozenset()):
        """Follow links from the start page, and give the pages met, as bytes by path.

        kind_of names the kind of page that a path leads to; of each kind, no more than a few
        that are alike are opened. Those of the kinds to go through are opened all the same, for
        where they lead to.
        """
        waiting, pages, met, passed = ["/"], {}, Counter(), set()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if path in pages or path in passed:
                continue
            if met[kind] >= alike:
                if kind in through:
                    passed.add(path)
                    waiting += self.links(self.ask_quietly(path)[1] or b"<p></p>")
                continue
            type_, body = self.ask_quietly(path)
            if type_ == "text/html":
                met[kind] += 1
                pages[path] = body
                waiting += self.links(body)
            else:
                met[kind] += alike
        return pages
