#!/usr/bin/python3
"""A mail server for the tests of src/mail: says its port, then a JSON line for each message that it took.

    tests/smtp_server.py open|starttls|login [CERTIFICATE_FOLDER [PORT]]

What it does is told by the reader's address: nobody@ is refused for ever, full@ for now, spam@ after its text, silent@ is
never answered. With `starttls` nothing goes without TLS, with `login` only for "byline" with the password "geheim". Ends when
its input ends.
"""

import asyncio
import email
import email.policy
import json
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "nobody":
            return "550 5.1.1 no such mailbox"
        if name == "full":
            return "452 4.2.2 mailbox full"
        if name == "silent":
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 5.7.1 not wanted"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
        said = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "headers": [[name, str(value)] for name, value in message.items()],
            "defects": len(message.defects) + sum(len(value.defects) for value in message.values()),
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
            "parts": parts,
        }
        print(json.dumps(said, ensure_ascii=False), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"byline", b"geheim")
    return AuthResult(success=right, handled=False)


def tls_context(folder):
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-days", "2", *curve, *names, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + "/certificate.pem", folder + "/key.pem")
    return context


async def serve(mode, folder, port):
    settings = {"hostname": "localhost"}
    if mode == "starttls":
        settings.update(tls_context=tls_context(folder), require_starttls=True)
    if mode == "login":
        settings.update(authenticator=authenticate, auth_required=True, auth_require_tls=False)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), loop=loop, **settings), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ".", int(sys.argv[3]) if len(sys.argv) > 3 else 0))
