package cloud.maidan.demo;

import cloud.maidan.demo.NextcloudWorld.Person;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Removes accounts as Nextcloud does, and leaves behind what Nextcloud leaves behind. */
public final class NextcloudErasing {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MIRA = DemoAccount.MEMBER.subject();

    private final NextcloudWorld world;
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final List<String> leftovers = new CopyOnWriteArrayList<>();
    private final Set<String> wiped = new HashSet<>();
    private volatile boolean keeping;
    private volatile boolean declining;
    private volatile boolean denying;
    private volatile boolean slow;
    private @Nullable String going;
    private int looks;

    NextcloudErasing(NextcloudWorld world) {
        this.world = world;
        String name = person(MIRA).name();
        leftovers.add("activity of others: " + name + " (" + MIRA + ") shared a folder");
        leftovers.add("comment of " + MIRA + ": " + name + " likes it");
        leftovers.add("placed in a folder of Moss by " + MIRA + ": " + name + ".txt");
        leftovers.add("mention in a contact of Moss: " + name);
        leftovers.add("trace oc_addressbookchanges " + MIRA);
        leftovers.add("log: " + MIRA + " signed in");
    }

    /** Says yes to the removal of an account and keeps it. */
    public void keepData() {
        keeping = true;
    }

    /** As with an account of a directory that still lists it: {@code delete()} gives false. */
    public void decline() {
        declining = true;
    }

    /** Finds nobody to remove, though the account is there. */
    public void deny() {
        denying = true;
    }

    /** What stands in front of Nextcloud answers the next removal with 504; Nextcloud goes on. */
    public void timeOut() {
        slow = true;
    }

    /** What was done for good, in order. */
    public List<String> effects() {
        return List.copyOf(effects);
    }

    /** Everything that is kept, one text each. */
    public synchronized List<String> kept() {
        List<String> kept = new ArrayList<>();
        world.people.values().forEach(person -> kept.add(person.toString()));
        world.nodes.forEach((path, node) -> kept.add("node " + path + " of " + node.owner()));
        world.nodes.values().stream()
                .map(NextcloudWorld.Node::content)
                .filter(Objects::nonNull)
                .forEach(content -> kept.add("content " + new String(content, 0, Math.min(content.length, 2000))));
        world.calendars.forEach((uid, all) -> all.forEach(each -> kept.add("calendar of " + uid + " " + each)));
        world.addressBooks.forEach((uid, all) -> all.forEach(each -> kept.add("book of " + uid + " " + each)));
        world.sharesOfMira.forEach(share -> kept.add("share " + share));
        world.sharesWithMira.forEach(share -> kept.add("share " + share));
        world.remoteShares.forEach(share -> kept.add("share " + share));
        world.activities.forEach(activity -> kept.add("own activity " + activity));
        kept.addAll(leftovers);
        return kept;
    }

    synchronized void goOn(String uid) {
        if (uid.equals(going) && --looks <= 0) {
            going = null;
            remove(uid);
        }
    }

    synchronized int disable(String uid) {
        if (person(uid).enabled()) {
            effects.add("disabled");
            replace(person(uid), person(uid).name(), person(uid).email(), false);
        }
        return 200;
    }

    synchronized int wipe(String uid) {
        if (wiped.add(uid)) {
            effects.add("wiped");
        }
        return 200;
    }

    synchronized int delete(String uid) {
        if (declining || denying) {
            return declining ? 101 : 998;
        }
        if (slow) {
            slow = false;
            going = uid;
            looks = 3;
            return 504;
        }
        if (!keeping) {
            remove(uid);
        }
        return 200;
    }

    /** An address that is none is refused by 102, a name that comes from the sign-in by 113. */
    synchronized int edit(String uid, String body) {
        JsonNode asked = JSON.readTree(body);
        String value = asked.path("value").asString("");
        Person person = person(uid);
        return switch (asked.path("key").asString("")) {
            case "email" -> {
                if (!value.contains("@")) {
                    yield 102;
                }
                replace(person, person.name(), value, person.enabled());
                yield 200;
            }
            case "displayname" -> {
                if (person.backend().equals("user_oidc")) {
                    yield 113;
                }
                replace(person, value, person.email(), person.enabled());
                yield 200;
            }
            default -> 113;
        };
    }

    /** Core and its listeners; the words of comments stay, without the name. */
    private void remove(String uid) {
        effects.add("removed");
        world.people.remove(uid);
        world.nodes
                .values()
                .removeIf(node -> node.path().size() > 1 && node.path().get(1).equals(uid));
        world.calendars.remove(uid);
        world.addressBooks.remove(uid);
        if (uid.equals(MIRA)) {
            world.sharesOfMira.clear();
            world.sharesWithMira.clear();
            world.remoteShares.clear();
            world.activities.clear();
        }
        leftovers.replaceAll(left -> left.replace("comment of " + uid, "comment of deleted_users"));
    }

    private Person person(String uid) {
        return Objects.requireNonNull(world.people.get(uid));
    }

    private void replace(Person person, String name, String email, boolean enabled) {
        world.people.put(person.uid(), new Person(person.uid(), name, email, person.backend(), enabled, person.used()));
    }
}
