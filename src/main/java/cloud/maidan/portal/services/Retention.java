package cloud.maidan.portal.services;

/** Sets how long a service keeps data. No service offers it yet; every profile says so. */
public non-sealed interface Retention extends Capability {}
