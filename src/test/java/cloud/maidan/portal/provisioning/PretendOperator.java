package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Part;
import cloud.maidan.portal.docker.PretendEngine;
import cloud.maidan.portal.subject.MemberId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An operator with an engine in memory and the portal's own blueprints, for modules whose policies reach services. */
public final class PretendOperator {

    private final PretendEngine engine = new PretendEngine();
    private final ApplicationContext context;
    private final OperatorProperties properties;

    /** @param key where its key is made */
    public PretendOperator(ApplicationContext context, Path key) {
        this.context = context;
        this.properties = new OperatorProperties(key.toString(), Blueprints.OURS);
    }

    /** Brings a service up by a plan, as an administrator does. */
    public void up(String service, Map<String, String> settings) {
        Blueprint blueprint = blueprints().of(service).orElseThrow();
        blueprint.parts().values().stream().map(Part::image).distinct().forEach(engine::canFetch);
        MemberId admin = MemberId.random();
        ServiceDesk desk = context.getBean(ServiceDesk.class);
        UUID plan = desk.ask(new Order(service, Order.Deed.UP, blueprint.hash(), settings), admin);
        plans().turn();
        PlanRow row = context.getBean(ServicePlans.class).of(plan).orElseThrow();
        desk.confirm(plan, Objects.requireNonNull(row.digest()), admin);
        plans().turn();
    }

    /** Does what is asked of it until nothing is. */
    public void operate() {
        RequestTurn requests = new RequestTurn(
                engine,
                blueprints(),
                properties,
                context.getBean(ServicePlans.class),
                context.getBean(ServiceRequests.class),
                new RequestLeases(jdbc(), pacing()),
                context.getBean(TransactionTemplate.class),
                events(),
                Clock.systemUTC());
        while (requests.turn()) {
            // one after the other
        }
    }

    /** What a file beside a container's others says. */
    public String file(String container, String name) {
        return engine.spec(container).volumes().stream()
                .map(volume -> engine.in(volume.name()).getOrDefault(name, ""))
                .filter(content -> !content.isEmpty())
                .findFirst()
                .orElse("");
    }

    public Map<String, String> environment(String container) {
        return engine.spec(container).environment();
    }

    /** Programs that ran in containers. */
    public List<List<String>> ran() {
        return engine.ran();
    }

    /** Nothing was ever brought up. */
    public void leave() {
        List.of("service_request", "service_overlay", "service_plan", "image_lock")
                .forEach(table -> jdbc().sql("delete from " + table).update());
    }

    private PlanTurn plans() {
        return new PlanTurn(
                engine,
                blueprints(),
                properties,
                new PlanLeases(jdbc(), pacing()),
                new ImageLock(jdbc(), engine, blueprints()),
                context.getBean(ServiceRequests.class),
                context.getBean(TransactionTemplate.class),
                events(),
                Clock.systemUTC());
    }

    private Blueprints blueprints() {
        return context.getBean(Blueprints.class);
    }

    private JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    private ProvisioningProperties pacing() {
        return context.getBean(ProvisioningProperties.class);
    }

    private ApplicationEventPublisher events() {
        return context;
    }
}
