"""Cinder's storage without any: everything works, and nothing is kept beyond Cinder's own rows but a line that backups are made of."""

import io
from pathlib import Path

from cinder.volume import driver
from oslo_config import cfg

POOL = {
    "pool_name": "loopback",
    "total_capacity_gb": "infinite",
    "free_capacity_gb": "infinite",
    "allocated_capacity_gb": 0,
    "provisioned_capacity_gb": 0,
    "reserved_percentage": 0,
    "max_over_subscription_ratio": 20,
    "thin_provisioning_support": True,
    "multiattach": True,
    "QoS_support": False,
}


class Storage(driver.VolumeDriver):
    VERSION = "1.0"

    def check_for_setup_error(self):
        """There is nothing to set up."""

    def _update_volume_stats(self):
        self._stats = {
            "volume_backend_name": self.configuration.safe_get("volume_backend_name"),
            "vendor_name": "cimi-gateway",
            "driver_version": self.VERSION,
            "storage_protocol": "iSCSI",
            "pools": [POOL],
        }

    def _keep_nothing(self, *_positional, **_named):
        """A change of storage that Cinder itself records."""

    create_volume = extend_volume = _keep_nothing
    create_snapshot = delete_snapshot = revert_to_snapshot = _keep_nothing
    create_volume_from_snapshot = create_cloned_volume = copy_image_to_volume = _keep_nothing
    ensure_export = create_export = remove_export = terminate_connection = _keep_nothing

    def delete_volume(self, volume):
        content_of(volume).unlink(missing_ok=True)

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        """Says that the volume holds the image, so that Cinder fetches no bytes of it."""
        return {}, True

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        image_service.update(context, image_meta["id"], {}, io.BytesIO(b"volume %s\n" % volume.id.encode()))

    def retype(self, context, volume, new_type, diff, host):
        return True

    def initialize_connection(self, volume, connector, **_named):
        """Where the volume is: a file, which whoever attaches it may read and write."""
        path = content_of(volume)
        if not path.exists():
            path.write_bytes(b"volume %s\n" % volume.id.encode())
        return {"driver_volume_type": "local", "data": {"device_path": str(path), "volume_id": volume.id, "access_mode": "rw"}}


def content_of(volume):
    return Path(cfg.CONF.state_path, "volumes", volume.id)
