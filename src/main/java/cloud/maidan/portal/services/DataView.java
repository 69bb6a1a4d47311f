package cloud.maidan.portal.services;

/** Says what a service holds about a member. Reading has no side effect at the service. */
public non-sealed interface DataView extends Capability {

    DataSummary view(ServiceAccount account);
}
