"""A CronJob for Kubernetes, and the volume on which the state is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

BEFORE = Message(
    "First: kubectl create configmap {name} --from-file=okrsync.toml, and the tokens with "
    "kubectl create secret generic {name}. Replace the image by your own."
)
CONFIG = "/etc/okrsync/okrsync.toml"


def lines(job: TimedSync) -> Iterator[str]:
    """Both objects. JSON is YAML, and quotes everything."""
    yield f"# {job.say(BEFORE.filled(name=job.label))}"
    for each in (_volume(job), _cron_job(job)):
        yield "---"
        yield json.dumps(each, indent=2, ensure_ascii=False)


def _volume(job: TimedSync) -> dict[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": job.label},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }


def _cron_job(job: TimedSync) -> dict[str, object]:
    zone = {"timeZone": job.zone} if job.zone else {}
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": job.label},
        "spec": {
            "schedule": job.five_fields(),
            **zone,
            "concurrencyPolicy": "Forbid",
            "jobTemplate": {"spec": {"backoffLimit": 0, "template": {"spec": _pod(job)}}},
        },
    }


def _pod(job: TimedSync) -> dict[str, object]:
    return {
        "restartPolicy": "Never",
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "fsGroup": 10001},
        "containers": [_container(job)],
        "volumes": [
            {"name": "state", "persistentVolumeClaim": {"claimName": job.label}},
            {"name": "config", "configMap": {"name": job.label}},
            {"name": "tmp", "emptyDir": {}},
        ],
    }


def _container(job: TimedSync) -> dict[str, object]:
    return {
        "name": "okrsync",
        "image": "okrsync:latest",
        "command": ["okrsync", *job.arguments(CONFIG)],
        "env": [{"name": "OKRSYNC_STATE", "value": "/state/state.sqlite3"}],
        "envFrom": [{"secretRef": {"name": job.label, "optional": True}}],
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "state", "mountPath": "/state"},
            {"name": "config", "mountPath": "/etc/okrsync", "readOnly": True},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 -- in the pod, nobody else is there
        ],
    }
