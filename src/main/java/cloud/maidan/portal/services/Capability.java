package cloud.maidan.portal.services;

/** Something a connected service can do for a member; each is offered or its absence explained. */
public sealed interface Capability
        permits DataView, Export, Erasure, Rectification, Retention, Federation, PrivacySettings {}
