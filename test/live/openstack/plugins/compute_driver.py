"""Nova's hypervisor in memory, with what its API shows and the fake one leaves out."""

import io

from nova import context as contexts
from nova import exception, objects
from nova.compute import power_state
from nova.image import glance
from nova.virt import fake


class Hypervisor(fake.FakeDriver):
    # There is one host: a resize stays on it.
    capabilities = {**fake.FakeDriver.capabilities, "supports_migrate_to_same_host": True}

    def init_host(self, host):
        """The guests of a real host outlive nova-compute; these are remembered from the database."""
        super().init_host(host)
        known = objects.InstanceList.get_by_host(contexts.get_admin_context(), host, expected_attrs=["flavor"])
        for instance in known:
            if instance.power_state in (None, power_state.NOSTATE):
                continue
            self.instances[instance.uuid] = fake.FakeInstance(instance.name, instance.power_state, instance.uuid)
            flavor = instance.flavor
            self.resources.claim(vcpus=flavor.vcpus, mem=flavor.memory_mb, disk=flavor.root_gb)

    def pause(self, instance):
        self._enter(power_state.PAUSED, instance)

    def unpause(self, instance):
        self._enter(power_state.RUNNING, instance)

    def suspend(self, context, instance):
        self._enter(power_state.SUSPENDED, instance)

    def resume(self, context, instance, network_info, block_device_info=None):
        self._enter(power_state.RUNNING, instance)

    def rescue(self, context, instance, network_info, image_meta, rescue_password, block_device_info):
        self._enter(power_state.RUNNING, instance)

    def _enter(self, state, instance):
        try:
            self.instances[instance.uuid].state = state
        except KeyError:
            raise exception.InstanceNotFound(instance_id=instance.uuid)

    def detach_interface(self, context, instance, vif):
        """What was attached before nova-compute was started is detached, too."""
        self._interfaces.pop(vif["id"], None)

    def snapshot(self, context, instance, image_id, update_task_state):
        """Fills the image, which would be `queued` for ever."""
        super().snapshot(context, instance, image_id, update_task_state)
        described = {"disk_format": "raw", "container_format": "bare", "properties": {"owner_id": instance.project_id}}
        content = io.BytesIO(b"disk of %s\n" % instance.uuid.encode())
        glance.API().update(context, image_id, described, content, purge_props=False)
