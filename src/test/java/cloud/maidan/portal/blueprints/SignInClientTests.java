package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What Authentik is told of a service, beside what it is told of the portal in docs/authentik. */
class SignInClientTests {

    private static final SignInClient CLIENT = new SignInClient(
            "small",
            "A \"small\": service # of ours",
            "https://small.example.org/",
            List.of("https://small.example.org/callback", "https://small.example.org/other"),
            "maidan-members",
            false);

    @Test
    void aProviderIsSetUpAsThePortalsOwnIs() throws IOException {
        String portals = Files.readString(Path.of("docs/authentik/maidan-portal.yaml"));

        Map<?, ?> provider = attributes(CLIENT.document("s3cret"), "authentik_providers_oauth2.oauth2provider");
        Map<?, ?> model = attributes(portals, "authentik_providers_oauth2.oauth2provider");

        for (String same : List.of(
                "authorization_flow",
                "invalidation_flow",
                "client_type",
                "grant_types",
                "sub_mode",
                "signing_key",
                "access_token_validity",
                "refresh_token_validity",
                "include_claims_in_id_token",
                "property_mappings")) {
            assertThat(provider.get(same)).as(same).isNotNull().isEqualTo(model.get(same));
        }
        assertThat(model.keySet().containsAll(provider.keySet())).isTrue();
        assertThat(provider.get("client_id")).isEqualTo("small");
        assertThat(provider.get("client_secret")).isEqualTo("s3cret");
        assertThat(provider.get("redirect_uris"))
                .isEqualTo(CLIENT.redirects().stream()
                        .map(url -> Map.of("matching_mode", "strict", "url", url, "redirect_uri_type", "authorization"))
                        .toList());
    }

    @Test
    void theSameDefaultsAreAppliedFirstAndOnlyTheGroupMaySignIn() throws IOException {
        List<Map<?, ?>> entries = entries(CLIENT.document("s3cret"));
        List<Map<?, ?>> portals = entries(Files.readString(Path.of("docs/authentik/maidan-portal.yaml")));

        assertThat(entries.subList(0, 3)).isEqualTo(portals.subList(0, 3));
        assertThat(entry(entries, "authentik_core.application").get("identifiers"))
                .isEqualTo(Map.of("slug", "small"));
        assertThat(attributes(CLIENT.document("s3cret"), "authentik_core.application"))
                .isEqualTo(Map.of(
                        "name", CLIENT.title(), "provider", "!KeyOf provider", "meta_launch_url", CLIENT.opens()));
        assertThat(entry(entries, "authentik_core.group").get("identifiers"))
                .isEqualTo(Map.of("name", "maidan-members"));
        assertThat(entry(entries, "authentik_policies.policybinding").get("identifiers"))
                .isEqualTo(Map.of("target", "!KeyOf application", "group", "!KeyOf group"));
    }

    @Test
    void addressesCountAsConfirmedWhereAnAdministratorSaysSo() {
        SignInClient confirmed = new SignInClient(
                "small", "Small", "https://small.example.org/", CLIENT.redirects(), "maidan-members", true);

        String document = confirmed.document("s3cret");

        assertThat(attributes(document, "authentik_providers_oauth2.scopemapping"))
                .isEqualTo(Map.of(
                        "scope_name",
                        "email",
                        "expression",
                        "return {\"email\": request.user.email, \"email_verified\": True}"));
        assertThat((List<?>) attributes(document, "authentik_providers_oauth2.oauth2provider")
                        .get("property_mappings"))
                .hasSize(4)
                .map(String::valueOf)
                .contains("!KeyOf addresses")
                .noneMatch(mapping -> mapping.contains("scope-email"));
    }

    @Test
    void whatIsTakenAwayIsWhatWasMade() {
        List<Map<?, ?>> made = entries(CLIENT.document("s3cret"));

        assertThat(entries(SignInClient.gone("small"))).allSatisfy(entry -> {
            assertThat(entry.get("state")).isEqualTo("absent");
            assertThat(entry(made, String.valueOf(entry.get("model"))).get("identifiers"))
                    .isEqualTo(entry.get("identifiers"));
        });
        assertThat(entries(SignInClient.gone("small")))
                .extracting(entry -> entry.get("model"))
                .map(String::valueOf)
                .containsExactly("authentik_core.application", "authentik_providers_oauth2.oauth2provider");
    }

    @Test
    void aLabelSaysAllButTheSecretAndOneOfSomebodyElseSaysNothing() {
        assertThat(SignInClient.labelled(CLIENT.label())).contains(CLIENT);
        assertThat(SignInClient.labelled("")).isEmpty();
        assertThat(SignInClient.labelled("{\"service\": [")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    at: domain                      | at: word                           | there is no host name word
                    at: domain                      | at: nobody                         | there is no host name nobody
                    https://${domain}/back          | http://${domain}/back              | is not an address
                    https://${domain}/back          | https://*.example.org/back         | is not an address
                    container: web                  | container: nobody                  | there is no nobody that has files
                    confirmed: sure                 | confirmed: word                    | there is no switch word
                    group: maidan-members           | group: "a, b"                      | is not the name of a group
                    SECRET: file                    | SECRET: "${secret.sign-in}"        | a secret belongs into a file
                    secret: "${secret.sign-in}"     | ../secret: "${secret.sign-in}"     | is not the name of a file
                    opens: "https://${domain}/"     | anybody: yes                       | opens is missing
                    """)
    void whatAClientMustNotSayIsRefused(String said, String instead, String why) {
        String blueprint = """
                service: signed
                title: A service that members sign in to
                version: "1"
                ran: never
                parameters:
                  domain: {type: hostname, meaning: its name}
                  word: {type: word, meaning: a word}
                  sure: {type: switch, meaning: whether}
                containers:
                  web:
                    image: docker.io/library/maidan-small:1
                    user: "1000:1000"
                    files: {at: /run/maidan, contents: {settings: none}}
                    limits: {memory: 32MB, cpus: "0.5", pids: 16}
                    health: {test: [/busybox, true], every: 1s, within: 1s}
                sign-in:
                  at: domain
                  opens: "https://${domain}/"
                  redirects: ["https://${domain}/back"]
                  group: maidan-members
                  confirmed: sure
                  container: web
                  environment: {SECRET: file}
                  files: {secret: "${secret.sign-in}"}
                """;
        assertThat(new BlueprintFile("signed.yaml", blueprint).read().secrets()).containsExactly("sign-in");
        assertThat(blueprint).contains(said);

        assertThatThrownBy(() -> new BlueprintFile("signed.yaml", blueprint.replace(said, instead)).read())
                .isInstanceOf(BlueprintFault.class)
                .hasMessageContaining(why);
    }

    private static Map<?, ?> attributes(String document, String model) {
        return (Map<?, ?>)
                Objects.requireNonNull(entry(entries(document), model).get("attrs"));
    }

    private static Map<?, ?> entry(List<Map<?, ?>> entries, String model) {
        return entries.stream()
                .filter(entry -> model.equals(entry.get("model")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<?, ?>> entries(String document) {
        Map<String, List<Map<?, ?>>> read = new Yaml(new Tagged()).load(document);
        return Objects.requireNonNull(read.get("entries"));
    }

    /** Authentik's tags as texts. */
    private static final class Tagged extends SafeConstructor {

        Tagged() {
            super(new LoaderOptions());
            this.yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return node.getTag().getValue() + " "
                            + (node instanceof ScalarNode scalar
                                    ? scalar.getValue()
                                    : constructSequence((SequenceNode) node));
                }
            });
        }
    }
}
