"""The yaml-language-server, as an editor talks to it: LSP over its standard streams."""

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
        self.to: IO[bytes] = self.process.stdin
        self.back: IO[bytes] = self.process.stdout
        self.asked = 0
        self.diagnostics: dict[str, list[Message]] = {}
        self.run_git("initialize", processId=None, rootUri=None, capabilities=_CAPABILITIES)
        self.tell("initialized")

    def close(self) -> None:
        self.run_git("shutdown")
        self.tell("exit")
        self.process.communicate(timeout=10)

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def run_git(self, method: str, **params: Any) -> Any:
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def told_of(self, uri: str) -> list[Message]:
        """The diagnostics of a document, which the server sends when it has them."""
        while uri not in self.diagnostics:
            self._receive()
        return self.diagnostics[uri]

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.to.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.to.flush()

    def _receive(self) -> Message:
        length = 0
        while line := self.back.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: Message = json.loads(self.back.read(length))
        if "method" in message and "id" in message:  # it asks for settings, and has the usual ones
            items = message.get("params", {}).get("items", [])
            self._send({"id": message["id"], "result": [None for _ in items]})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        return message


class Document:
    """A file in the editor, with the cursor where its text says `|`."""

    def __init__(self, server: Server, path: Path, text: str) -> None:
        before, _, after = text.partition(CURSOR)
        self.server, self.uri = server, path.as_uri()
        self.at = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        server.tell(
            "textDocument/didOpen",
            textDocument={
                "uri": self.uri,
                "languageId": "yaml",
                "version": 1,
                "text": before + after,
            },
        )

    def completions(self) -> dict[str, str]:
        """What is offered at the cursor, and what it says of each."""
        answer = self._ask("completion")
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: _text(item.get("documentation")) for item in items}

    def insertions(self) -> list[str]:
        """What each of the offers would write."""
        return [item["textEdit"]["newText"] for item in self._ask("completion")["items"]]

    def hover(self) -> str:
        """What is shown over the word at the cursor."""
        answer = self._ask("hover")
        return _text(answer["contents"]) if answer else ""

    def diagnostics(self) -> list[tuple[int, str]]:
        """What is marked, each with its line, from 1."""
        diagnostics = self.server.told_of(self.uri)
        return sorted(
            (diagnostic["range"]["start"]["line"] + 1, diagnostic["message"])
            for diagnostic in diagnostics
        )

    def _ask(self, what: str) -> Any:
        return self.server.run_git(
            f"textDocument/{what}", textDocument={"uri": self.uri}, position=self.at
        )


def _text(content: Any) -> str:
    return str(content["value"] if isinstance(content, dict) else content or "")
