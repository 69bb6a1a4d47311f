package cloud.maidan.portal.settings;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** A member had their privacy settings changed. @param settings how many */
record SettingsChanged(MemberId member, int settings) implements Auditable {

    @Override
    public Actor actor() {
        return new Actor.Person(member);
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.of(member);
    }

    @Override
    public Kind kind() {
        return Kind.CHANGE;
    }

    @Override
    public String action() {
        return "settings.changed";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("settings", Integer.toString(settings));
    }
}
