package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceAccess.Secret;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Hosts;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ServerDescription;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * A line to LibreChat's database: one server, named by a secret connection string, such as {@code mongo-uri}, and no
 * other that this server may name. Another string opens a new line.
 */
@Component
class DatabaseLine implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 8;
    private static final String USUAL_NAME = "LibreChat";

    private final ServiceAccess access;
    private final LibreChatProperties properties;
    private final String secret;
    private @Nullable Open open;

    private volatile int opened;

    private record Open(String text, String database, MongoClient client) {}

    @Autowired
    DatabaseLine(ServiceAccess access, LibreChatProperties properties) {
        this(access, properties, "mongo-uri");
    }

    /** @param secret what the connection string is called, such as {@code mongo-uri} */
    DatabaseLine(ServiceAccess access, LibreChatProperties properties, String secret) {
        this.access = access;
        this.properties = properties;
        this.secret = secret;
    }

    boolean configured() {
        return access.secret(LibreChatClient.ID, secret).isPresent();
    }

    /** How many lines were opened so far: another number may mean another database. */
    int opened() {
        return opened;
    }

    /** The answer to a question; whatever goes wrong is thrown as {@link ServiceFault}. */
    <T> T ask(Function<MongoDatabase, T> question) {
        Open line = line();
        try {
            return question.apply(line.client.getDatabase(line.database));
        } catch (MongoException | BSONException e) {
            throw DatabaseFaults.of(e, seen(line.client));
        } catch (IllegalStateException e) {
            if (line == current()) {
                throw e;
            }
            throw new ServiceFault(Fault.BROKEN, null, "librechat: the line was renewed meanwhile", null);
        }
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        if (open != null) {
            open.client.close();
            open = null;
        }
    }

    private synchronized @Nullable Open current() {
        return open;
    }

    private synchronized Open line() {
        String text = access.secret(LibreChatClient.ID, secret)
                .map(Secret::read)
                .orElseThrow(() -> unusable("there is none"));
        if (open == null || !open.text.equals(text)) {
            close();
            open = open(text);
            opened++;
        }
        return open;
    }

    private Open open(String text) {
        ConnectionString target;
        try {
            target = new ConnectionString(text);
        } catch (IllegalArgumentException e) {
            throw unusable("it is no connection string"); // the exception quotes it, password included
        }
        if (target.isSrvProtocol() || target.getHosts().size() != 1 || target.getRequiredReplicaSetName() != null) {
            throw unusable("it must name one server, without mongodb+srv and replicaSet");
        }
        long answer = properties.answerWithin().toMillis();
        long connect = Math.min(properties.connectWithin().toMillis(), answer);
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(target)
                .applicationName("Maidan Portal")
                .inetAddressResolver(Hosts::lookUp)
                .retryReads(false)
                .retryWrites(false)
                .timeout(answer, TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(connect, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) connect, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.minSize(0)
                        .maxSize(MOST_CONNECTIONS)
                        .maxConnectionIdleTime(1, TimeUnit.MINUTES)
                        .maxWaitTime(connect, TimeUnit.MILLISECONDS))
                .build();
        String database = Objects.requireNonNullElse(target.getDatabase(), USUAL_NAME);
        return new Open(text, database, MongoClients.create(settings));
    }

    private static List<Throwable> seen(MongoClient client) {
        return client.getClusterDescription().getServerDescriptions().stream()
                .map(ServerDescription::getException)
                .filter(Objects::nonNull)
                .toList();
    }

    private ServiceFault unusable(String why) {
        return new ServiceFault(
                Fault.REFUSED, null, "the connection string " + secret + " of librechat cannot be used: " + why, null);
    }
}
