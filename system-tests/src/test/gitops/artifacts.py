"""A source of Flux's that is not Flux's own: it serves artifacts, and says in the cluster where they are."""

import hashlib
import http.server
import io
import json
import tarfile
import threading

from cluster import apply, patch

_KIND = "externalartifacts.source.toolkit.fluxcd.io"
_served = {}


class _Artifacts(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        artifact = _served.get(self.path)
        self.send_response(200 if artifact else 404)
        self.send_header("Content-Length", str(len(artifact or b"")))
        self.end_headers()
        self.wfile.write(artifact or b"")


def _archive(objects):
    """Compressed, with a file for each object."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for number, each in enumerate(objects):
            text = json.dumps(each).encode()
            entry = tarfile.TarInfo("%d-%s.yaml" % (number, each["metadata"]["name"]))
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    return content.getvalue()


def publish(name, revision, *objects):
    """Makes these all that the source consists of."""
    artifact = _archive(objects)
    path = "/%s/%s.tar.gz" % (name, revision)
    _served[path] = artifact
    apply({"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "ExternalArtifact", "metadata": {"name": name}, "spec": {}})
    described = {
        "digest": "sha256:" + hashlib.sha256(artifact).hexdigest(),
        "lastUpdateTime": "2026-01-01T00:00:00Z",
        "path": path[1:],
        "revision": revision,
        "size": len(artifact),
        "url": "http://127.0.0.1:%d%s" % (_server.server_port, path),
    }
    ready = {"type": "Ready", "status": "True", "reason": "Succeeded", "message": "stored"}
    ready["lastTransitionTime"] = described["lastUpdateTime"]
    patch(_KIND, name, {"status": {"artifact": described, "conditions": [ready]}}, "--subresource=status")


def serve():
    threading.Thread(target=_server.serve_forever, daemon=True).start()


_server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Artifacts)
