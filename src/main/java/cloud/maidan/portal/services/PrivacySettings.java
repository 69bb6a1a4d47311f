package cloud.maidan.portal.services;

/** Reads and sets a member's privacy settings in a service. No service offers it yet; every profile says so. */
public non-sealed interface PrivacySettings extends Capability {}
