package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;

/** Something about who came in and who was kept out. */
sealed interface AccessEvent extends Auditable {

    record MemberSignedIn(MemberId member, boolean again) implements AccessEvent {

        @Override
        public String action() {
            return again ? "members.signed-in-again" : "members.signed-in";
        }
    }

    record MemberSignedOut(MemberId member) implements AccessEvent {

        @Override
        public String action() {
            return "members.signed-out";
        }
    }

    /** @param reason short stable word; nothing about the person */
    record SignInRefused(String reason) implements AccessEvent {

        @Override
        public Actor actor() {
            return new Actor.Anonymous();
        }

        @Override
        public Optional<MemberId> about() {
            return Optional.empty();
        }

        @Override
        public String action() {
            return "members.sign-in-refused";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reason", reason);
        }
    }

    /** A logout token that was not the provider's, or not fit. */
    record LogoutTokenRefused(String reason) implements AccessEvent {

        @Override
        public Actor actor() {
            return new Actor.Anonymous();
        }

        @Override
        public Optional<MemberId> about() {
            return Optional.empty();
        }

        @Override
        public String action() {
            return "members.logout-token-refused";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reason", reason);
        }
    }

    /** The member ended sessions of their own. */
    record SessionsEnded(MemberId member, int count) implements AccessEvent {

        @Override
        public String action() {
            return "members.sessions-ended";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("count", Integer.toString(count));
        }
    }

    /** The member ended something that lets them in at the identity provider. */
    record EndedAtProvider(MemberId member, ProviderSessions.Kind what) implements AccessEvent {

        @Override
        public String action() {
            return switch (what) {
                case SESSION -> "members.provider-session-ended";
                case CONSENT -> "members.consent-withdrawn";
                case FACTOR -> "members.second-factor-removed";
            };
        }
    }

    /** The provider ended sessions: by a logout token, or by refusing to vouch for the member any longer. */
    record ProviderEndedSessions(MemberId member, String reason, int count) implements AccessEvent {

        @Override
        public Actor actor() {
            return new Actor.Task("members.provider");
        }

        @Override
        public String action() {
            return "members.provider-ended-sessions";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("reason", reason, "count", Integer.toString(count));
        }
    }

    record RolesChanged(MemberId member, String before, String after) implements AccessEvent {

        @Override
        public Actor actor() {
            return new Actor.Task("members.provider");
        }

        @Override
        public String action() {
            return "members.roles-changed";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("before", before, "after", after);
        }
    }

    record PreferencesChanged(MemberId member) implements AccessEvent {

        @Override
        public Kind kind() {
            return Kind.CHANGE;
        }

        @Override
        public String action() {
            return "members.preferences-changed";
        }
    }

    /** Whom it is about, who also did it unless said otherwise. */
    default MemberId member() {
        throw new UnsupportedOperationException("about nobody");
    }

    @Override
    default Actor actor() {
        return new Actor.Person(member());
    }

    @Override
    default Optional<MemberId> about() {
        return Optional.of(member());
    }

    @Override
    default Kind kind() {
        return Kind.SECURITY;
    }
}
