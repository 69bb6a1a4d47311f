package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All services of the community, connected or not, and what each holds about a member. */
public interface ServiceCatalog {

    /** In the order they are shown. */
    List<ServiceProfile> profiles();

    /** Whether the portal is connected to the service. */
    boolean connected(ServiceId service);

    /** What is stored, without asking any service: one query, whatever the services do. */
    List<ServiceState> lastKnown(MemberId member);

    /** As {@link #lastKnown}, for one service; empty when there is no such service. */
    Optional<ServiceState> lastKnown(MemberId member, ServiceId service);

    /** Asks the service now, within two seconds, stores what came of it and returns it; empty when there is no such service. */
    Optional<ServiceState> ask(MemberId member, ServiceId service);

    /** Asks every connected service side by side and stores what came of it; takes as long as the slowest of them. */
    void askAll(MemberId member);

    /** The member's proven account at the service, looked up anew; never {@code Answered} for a claimed one. */
    Reply<ServiceAccount> account(MemberId member, ServiceId service);

    /** Those of the accounts that are some member's, as far as is known. */
    Set<String> linked(ServiceId service, Set<String> accounts);

    /** Facts about the service that concern everybody, asked now, such as a way by which data can leave. */
    Reply<List<Finding>> findings(ServiceId service);

    /** Whether the service can be reached and which rights the portal lacks there, asked now. */
    default Reply<Health> check(ServiceId service) {
        return new Reply.NotConfigured<>();
    }

    /** The service's export; empty when it offers none. */
    Optional<Export> export(ServiceId service);

    /** The service's erasure; empty when it offers none. */
    default Optional<Erasure> erasure(ServiceId service) {
        return Optional.empty();
    }

    /** What erasing the member's account would do, asked now; {@code NotConfigured} when the service offers no erasure. */
    default Reply<Erasure.Outlook> outlook(MemberId member, ServiceId service) {
        return new Reply.NotConfigured<>();
    }

    /** The service's way to correct facts; empty when it offers none. */
    default Optional<Rectification> rectification(ServiceId service) {
        return Optional.empty();
    }

    /** The service's way to bound how long it keeps data; empty when it offers none. */
    default Optional<Retention> retention(ServiceId service) {
        return Optional.empty();
    }

    /** The service's way to say whom it talks to; empty when it offers none. */
    default Optional<Federation> federation(ServiceId service) {
        return Optional.empty();
    }

    /** The service's way to set a member's privacy settings; empty when it offers none. */
    default Optional<PrivacySettings> privacySettings(ServiceId service) {
        return Optional.empty();
    }

    /** A member's privacy settings, asked now; {@code NotConfigured} when the service offers none. */
    default Reply<List<PrivacySettings.Setting>> settings(MemberId member, ServiceId service) {
        return new Reply.NotConfigured<>();
    }

    /** The service through which members sign in; empty when none is connected. */
    default Optional<ServiceId> signInService() {
        return Optional.empty();
    }

    /** How that service shuts an account out; empty when it is not the one through which members sign in. */
    default Optional<Deactivation> deactivation(ServiceId service) {
        return Optional.empty();
    }

    /** The service's way to let members say which account is theirs; empty when it says so itself. */
    default Optional<Claimable> claimable(ServiceId service) {
        return Optional.empty();
    }

    /** What the service holds that only a member's own device can decrypt, and how to take it along. */
    default List<ClientExport> clientExports(ServiceId service) {
        return List.of();
    }
}
