package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.MemberId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Asks every connected service side by side, for browsers that cannot ask card by card. */
@Component
class AskingAll {

    /** A little more than one service may take, so that the slowest still stores what came of it. */
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private final ServiceCatalog services;

    AskingAll(ServiceCatalog services) {
        this.services = services;
    }

    void ask(MemberId member) {
        List<Callable<Boolean>> questions = services.profiles().stream()
                .map(ServiceProfile::id)
                .filter(services::connected)
                .map(service -> question(member, service))
                .toList();
        try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
            side.invokeAll(questions, AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Callable<Boolean> question(MemberId member, ServiceId service) {
        return () -> services.ask(member, service).isPresent();
    }
}
