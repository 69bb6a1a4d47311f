package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeStandIn.problem;

import cloud.maidan.demo.PeerTubeStandIn.Answer;
import cloud.maidan.demo.PeerTubeWorld.Comment;
import cloud.maidan.demo.PeerTubeWorld.Person;
import cloud.maidan.demo.PeerTubeWorld.Registration;
import cloud.maidan.demo.PeerTubeWorld.Report;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Removes things as PeerTube's sources do ({@code bulk.ts}, {@code users/index.ts}, the models' foreign keys). */
final class PeerTubeErasing {

    private static final Answer DONE = new Answer(204, "", Map.of(), new byte[0]);
    private static final int A_LOOK = 5;
    private static final JsonMapper JSON = new JsonMapper();

    private final PeerTubeWorld world;
    private final PeerTubeExports exports;
    private final List<String> effects;
    private final Queue<Comment> removing = new ArrayDeque<>();
    private final Set<Integer> places = new HashSet<>();
    private final List<String> reserved = new ArrayList<>();
    private Optional<Person> deleting = Optional.empty();
    private int looks;

    volatile boolean keeping;
    volatile boolean keepingComments;
    volatile boolean slow;
    volatile int atOnce = 5000;

    PeerTubeErasing(PeerTubeWorld world, PeerTubeExports exports, List<String> effects) {
        this.world = world;
        this.exports = exports;
        this.effects = effects;
    }

    /** Answers first; the comments go one after the other while one looks. */
    synchronized Answer comments(String body) {
        String handle = JSON.readTree(body).path("accountName").asString("");
        Optional<Person> author = world.people.stream()
                .filter(person -> PeerTubeWorld.handle(person).equals(handle))
                .findFirst();
        if (author.isEmpty() || !JSON.readTree(body).path("scope").asString("").equals("instance")) {
            return problem(author.isEmpty() ? 404 : 400, "Account not found", null);
        }
        if (!keepingComments) {
            world.by(author.get()).stream().limit(atOnce).forEach(removing::add);
        }
        return DONE;
    }

    synchronized void forget() {
        removing.clear();
    }

    /** What happens meanwhile. @param user who is looked at */
    synchronized void goOn(String user) {
        for (int i = 0; i < A_LOOK && !removing.isEmpty(); i++) {
            Comment comment = removing.remove();
            if (world.comments.remove(comment)) {
                effects.add("comment " + comment.id());
                places.add(comment.id());
            }
        }
        if (deleting.filter(person -> Integer.toString(person.id()).equals(user))
                        .isPresent()
                && --looks <= 0) {
            remove(deleting.get());
            deleting = Optional.empty();
        }
    }

    synchronized Answer session(String id, Person person) {
        boolean gone = world.sessions.removeIf(session ->
                Integer.toString(session.id()).equals(id) && session.person().id() == person.id());
        if (!gone) {
            return problem(404, "Token session not found", null);
        }
        effects.add("session " + id);
        return PeerTubeStandIn.json(200, PeerTubeWorld.object("success", true));
    }

    /** With the answers to it. */
    synchronized Answer video(String id) {
        if (!world.videos.removeIf(video -> Integer.toString(video.id()).equals(id))) {
            return problem(404, "Video not found", null);
        }
        effects.add("video " + id);
        world.comments.removeIf(
                comment -> Integer.toString(comment.video().id()).equals(id));
        return DONE;
    }

    /** Kills the tokens. */
    synchronized Answer block(Person person) {
        effects.add("block " + person.id());
        world.sessions.removeIf(session -> session.person().id() == person.id());
        return DONE;
    }

    synchronized Answer registration(String id) {
        if (!world.registrations.removeIf(each -> Integer.toString(each.id()).equals(id))) {
            return problem(404, "Registration not found", null);
        }
        effects.add("registration " + id);
        return DONE;
    }

    synchronized Answer user(Person person) {
        if (person.name().equals("root")) {
            return problem(400, "Cannot remove the root user", null);
        }
        if (slow) {
            slow = false;
            deleting = Optional.of(person);
            looks = 3;
            return problem(504, "Gateway Timeout", null);
        }
        if (!keeping) {
            remove(person);
        }
        return DONE;
    }

    /** One transaction. With a comment go all answers to it; what is not theirs loses only the name. */
    private void remove(Person person) {
        effects.add("user " + person.id());
        world.people.removeIf(each -> each.id() == person.id());
        Set<Integer> gone = new HashSet<>();
        world.comments.stream()
                .filter(comment -> comment.author().id() == person.id()
                        || comment.video().owner().id() == person.id())
                .forEach(comment -> gone.add(comment.id()));
        while (world.comments.stream().anyMatch(comment -> gone.contains(comment.parent()) && gone.add(comment.id()))) {
            // until no answer is left
        }
        world.comments.removeIf(comment -> gone.contains(comment.id()));
        world.videos.removeIf(video -> video.owner().id() == person.id());
        world.sessions.removeIf(session -> session.person().id() == person.id());
        exports.forget(person);
        world.registrations.replaceAll(each -> each.user() == person.id()
                ? new Registration(each.id(), 0, each.name(), each.email(), each.reason(), each.at())
                : each);
        world.reports.replaceAll(report -> new Report(
                report.id(),
                report.reason(),
                person.equals(report.reporter()) ? null : report.reporter(),
                person.equals(report.flagged()) ? null : report.flagged()));
        reserved.add("reserved " + person.name());
        reserved.add("reserved " + person.name() + "_channel");
    }

    synchronized Answer address(Person person, String body) {
        String address = JSON.readTree(body).path("email").asString("");
        if (!address.contains("@")) {
            return problem(400, "Invalid value", null);
        }
        if (world.people.stream().anyMatch(each -> each.email().equalsIgnoreCase(address))) {
            return problem(409, "User with this email already exists.", null);
        }
        replace(person, person.name(), address, person.since());
        return DONE;
    }

    synchronized void reuse(int id, String name, Instant since) {
        Person person = world.people.stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseGet(() -> new Person(id, name, name, name, null, 2, since));
        if (!world.people.contains(person)) {
            world.people.add(person);
        }
        replace(person, name, name + "@riverbend.example", since);
    }

    private void replace(Person person, String name, String address, Instant since) {
        world.people.set(
                world.people.indexOf(person),
                new Person(person.id(), name, person.display(), address, person.plugin(), person.role(), since));
    }

    synchronized List<String> kept() {
        List<String> kept = new ArrayList<>(Stream.<Stream<?>>of(
                        world.people.stream(),
                        world.videos.stream().map(video -> "Video " + video.name() + " of " + video.owner()),
                        world.comments.stream().map(comment -> "Comment " + comment.text() + " of " + comment.author()),
                        world.sessions.stream(),
                        world.registrations.stream(),
                        world.reports.stream())
                .flatMap(each -> each.map(Object::toString))
                .toList());
        places.forEach(place -> kept.add("place " + place));
        kept.addAll(exports.kept());
        kept.addAll(reserved);
        return kept;
    }
}
