"""Somebody who listens at a port of this machine and notes what is said: a proxy, or a stranger."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NO = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
JSON_NO = (
    b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 36\r\n"
    b'Connection: close\r\n\r\n{"error":"invalid","code":"invalid"}'
)


class Listener:
    """`heard` are the first bytes of each conversation, `met` how many connected at all.

    With a certificate it speaks TLS, and what is said in a failed handshake is not heard.
    """

    def __init__(self, answer: bytes = NO, tls: ssl.SSLContext | None = None) -> None:
        self.heard: list[bytes] = []
        self.met = 0
        self._answer, self._tls = answer, tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen)

    @property
    def port(self) -> int:
        port: int = self._socket.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lines(self) -> set[str]:
        """The first line of each request."""
        return {said.split(b"\r\n")[0].decode("latin-1") for said in self.heard}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()

    _closing = False

    def _listen(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self._closing:
                connection.close()
                return
            self.met += 1
            connection.settimeout(10)
            try:
                self._converse(connection)
            except OSError:
                pass
            finally:
                connection.close()

    def _converse(self, connection: socket.socket) -> None:
        if self._tls is None:
            self._hear(connection)
            return
        with self._tls.wrap_socket(connection, server_side=True) as safe:
            self._hear(safe)

    def _hear(self, connection: socket.socket) -> None:
        said = b""
        while b"\r\n\r\n" not in said and (more := connection.recv(65536)):
            said += more
        if said:
            self.heard.append(said)
            # Closing on a body that nobody read resets the connection, and loses the answer.
            head, _, body = said.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            due = int(length[1]) - len(body) if length else 0
            while due > 0 and (more := connection.recv(65536)):
                due -= len(more)
            connection.sendall(self._answer)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that nobody trusts of themselves: its file, and a server's use
    of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    trusted, private = folder / "trusted.pem", folder / "server.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, private)
    return trusted, context
