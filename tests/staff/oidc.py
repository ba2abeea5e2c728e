"""An OpenID Connect provider on this machine: real HTTP, real redirects, signed tokens."""

import base64
import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "comity", "a secret of both"


class Provider(BaseHTTPRequestHandler):
    """Signs in the `person` of the moment without a page; the claims are theirs."""

    person: ClassVar[dict] = {}
    asked: ClassVar[dict] = {}
    auth_age = 0

    def do_GET(self):
        path = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(path.query).items()}
        if path.path == "/authorize":
            Provider.asked = query
            back = {"code": "a code", "state": query["state"]}
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
            self.end_headers()
        elif path.path == "/userinfo":
            self._json(self.person)
        else:
            self._json(self._configuration())

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (sent["client_secret"], challenge) == ([SECRET], self.asked["code_challenge"])
        self._json({"access_token": "a", "id_token": self._token()} if right else {"error": "no"})

    def _token(self):
        now = int(time.time())
        claims = {"iss": self._address(), "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= {"auth_time": now - self.auth_age}
        return jwt.encode(self.person | claims, KEY, algorithm="RS256")

    def _address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def _configuration(self):
        address = self._address()
        return {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize",
            "token_endpoint": f"{address}/token",
            "userinfo_endpoint": f"{address}/userinfo",
            "jwks_uri": f"{address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _json(self, content):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_):
        """Nothing."""
