package cloud.maidan.portal.services;

/** Corrects what a service holds about a member. No service offers it yet; every profile says so. */
public non-sealed interface Rectification extends Capability {}
