package cloud.maidan.portal.services;

/** Sets whom a service talks to beyond the community. No service offers it yet; every profile says so. */
public non-sealed interface Federation extends Capability {}
