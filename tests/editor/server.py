"""A client of yaml-language-server, which uses LSP over standard streams as an editor does."""

import json
import subprocess
from pathlib import Path
from typing import IO, Any, Final

Message = dict[str, Any]
CURSOR: Final = "|"

_CAPABILITIES: Final = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
    }
}


class Server:
    """A running language server. ``folder`` is where its package was installed."""

    def __init__(self, folder: Path) -> None:
        program = folder / "node_modules/yaml-language-server/bin/yaml-language-server"
        self.process = subprocess.Popen(
            ["node", program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin
        assert self.process.stdout
        self.stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout
        self.request_count = 0
        self.diagnostics: dict[str, list[Message]] = {}
        self.request("initialize", processId=None, rootUri=None, capabilities=_CAPABILITIES)
        self.notify("initialized")

    def close(self) -> None:
        self.request("shutdown")
        self.notify("exit")
        self.process.communicate(timeout=10)

    def notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, **params: Any) -> Any:
        self.request_count += 1
        number = self.request_count
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def diagnostics_of(self, uri: str) -> list[Message]:
        """The diagnostics of a document; waits until the server sends them."""
        while uri not in self.diagnostics:
            self._receive()
        return self.diagnostics[uri]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.stdin.flush()

    def _receive(self) -> Message:
        length = 0
        while line := self.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has exited"
        message: Message = json.loads(self.stdout.read(length))
        if "method" in message and "id" in message:  # a request for settings: use the defaults
            items = message.get("params", {}).get("items", [])
            self._send({"id": message["id"], "result": [None for _ in items]})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        return message


class Document:
    """A file in the editor, with the cursor at the `|` in its text."""

    def __init__(self, server: Server, path: Path, text: str) -> None:
        before, _, after = text.partition(CURSOR)
        self.server, self.uri = server, path.as_uri()
        self.at = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        server.notify(
            "textDocument/didOpen",
            textDocument={
                "uri": self.uri,
                "languageId": "yaml",
                "version": 1,
                "text": before + after,
            },
        )

    def completions(self) -> dict[str, str]:
        """The completions at the cursor, each with its documentation."""
        response = self._request_at_cursor("completion")
        items = response["items"] if isinstance(response, dict) else response
        return {item["label"]: _text(item.get("documentation")) for item in items}

    def insertions(self) -> list[str]:
        """The text that each completion inserts."""
        return [
            item["textEdit"]["newText"] for item in self._request_at_cursor("completion")["items"]
        ]

    def hover(self) -> str:
        """The text that is shown when hovering over the cursor."""
        response = self._request_at_cursor("hover")
        return _text(response["contents"]) if response else ""

    def diagnostics(self) -> list[tuple[int, str]]:
        """The messages of the diagnostics, each with its line, from 1."""
        diagnostics = self.server.diagnostics_of(self.uri)
        return sorted(
            (diagnostic["range"]["start"]["line"] + 1, diagnostic["message"])
            for diagnostic in diagnostics
        )

    def _request_at_cursor(self, method: str) -> Any:
        return self.server.request(
            f"textDocument/{method}", textDocument={"uri": self.uri}, position=self.at
        )


def _text(content: Any) -> str:
    return str(content["value"] if isinstance(content, dict) else content or "")
