package cloud.maidan.portal.rights;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataView;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Two services that can be written in, with answers as the test says. */
@TestConfiguration(proxyBeanMethods = false)
class InventedPens {

    @Bean
    Pen pen() {
        return new Pen("pen");
    }

    @Bean
    Pen chalk() {
        return new Pen("chalk");
    }

    static class Pen implements ServiceAdapter, Rectification {

        private final ServiceProfile profile;
        private final Map<MemberId, Function<ServiceAccount, Correction>> answers = new ConcurrentHashMap<>();
        private final List<String> corrected = new CopyOnWriteArrayList<>();

        Pen(String id) {
            String why = "services.fault.broken";
            profile = ServiceProfile.of(id, "Product " + id, "pen-line", 90)
                    .without(DataView.class, why)
                    .without(Export.class, why)
                    .without(Erasure.class, why)
                    .without(Retention.class, why)
                    .without(Federation.class, why)
                    .without(PrivacySettings.class, why);
        }

        void knows(MemberId member, Function<ServiceAccount, Correction> answer) {
            answers.put(member, answer);
        }

        void forget() {
            answers.clear();
            corrected.clear();
        }

        List<String> corrected() {
            return List.copyOf(corrected);
        }

        @Override
        public Set<Fact> corrects() {
            return Set.of(Fact.values());
        }

        @Override
        public Correction correct(ServiceAccount account, Fact fact, String value, Turn turn) {
            turn.stillMine();
            Correction answer = answers.getOrDefault(account.member().id(), none -> new Correction.AlreadySo())
                    .apply(account);
            if (answer instanceof Correction.Corrected) {
                corrected.add(value);
            }
            return answer;
        }

        @Override
        public ServiceProfile profile() {
            return profile;
        }

        @Override
        public boolean configured() {
            return true;
        }

        @Override
        public Lookup find(Member member) {
            return answers.containsKey(member.id())
                    ? new Lookup.Found("account-of-" + member.id(), Evidence.SUBJECT)
                    : new Lookup.NoAccount();
        }

        @Override
        public AccountPage accounts(Cursor from) {
            return new AccountPage(List.of(), Optional.empty());
        }

        @Override
        public Health check() {
            return new Health.Well("1");
        }
    }
}
