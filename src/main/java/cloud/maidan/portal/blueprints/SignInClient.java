package cloud.maidan.portal.blueprints;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service as Authentik should know it, without its secret.
 *
 * @param service also the client's id and the application's slug
 * @param opens address of the service
 * @param redirects addresses that members are sent back to
 * @param group whose members may sign in
 * @param confirmed whether their addresses count as confirmed, which Authentik by itself says of none (since 2025.10)
 */
record SignInClient(
        String service, String title, String opens, List<String> redirects, String group, boolean confirmed) {

    private static final String DOCUMENT = """
            version: 1
            metadata:
              name: %1$s
            entries:
              - model: authentik_blueprints.metaapplyblueprint
                attrs:
                  identifiers: {name: Default - Provider authorization flow (implicit consent)}
                  required: false
              - model: authentik_blueprints.metaapplyblueprint
                attrs:
                  identifiers: {name: Default - Provider invalidation flow}
                  required: false
              - model: authentik_blueprints.metaapplyblueprint
                attrs:
                  identifiers: {name: System - OAuth2 Provider - Scopes}
                  required: false
              - model: authentik_core.group
                state: present
                id: group
                identifiers: {name: %2$s}
            %8$s  - model: authentik_providers_oauth2.oauth2provider
                state: present
                id: provider
                identifiers: {name: %3$s}
                attrs:
                  authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
                  invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
                  client_type: confidential
                  client_id: %3$s
                  client_secret: %4$s
                  grant_types: [authorization_code, refresh_token]
                  redirect_uris:
            %5$s      sub_mode: user_uuid
                  signing_key: !Find [authentik_crypto.certificatekeypair, [name, "authentik Self-signed Certificate"]]
                  access_token_validity: hours=1
                  refresh_token_validity: days=30
                  include_claims_in_id_token: true
                  property_mappings:
                    - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
                    - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]]
                    - %9$s
                    - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-offline_access]]
              - model: authentik_core.application
                state: present
                id: application
                identifiers: {slug: %3$s}
                attrs:
                  name: %6$s
                  provider: !KeyOf provider
                  meta_launch_url: %7$s
              - model: authentik_policies.policybinding
                state: present
                identifiers:
                  target: !KeyOf application
                  group: !KeyOf group
                attrs:
                  order: 0
            """;

    private static final String GONE = """
            version: 1
            metadata:
              name: %1$s
            entries:
              - model: authentik_core.application
                state: absent
                identifiers: {slug: %2$s}
              - model: authentik_providers_oauth2.oauth2provider
                state: absent
                identifiers: {name: %2$s}
            """;

    private static final String ADDRESSES =
            "!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]";

    private static final String CONFIRMED = """
              - model: authentik_providers_oauth2.scopemapping
                state: present
                id: addresses
                identifiers: {name: "Maidan: confirmed addresses"}
                attrs:
                  scope_name: email
                  expression: 'return {"email": request.user.email, "email_verified": True}'
            """;

    /** As it stood in the label of a container; empty when there is none, or somebody else wrote it. */
    static Optional<SignInClient> labelled(String label) {
        try {
            return label.isEmpty()
                    ? Optional.empty()
                    : Optional.of(JsonMapper.shared().readValue(label, SignInClient.class));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    String label() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** Name of its file among Authentik's blueprints. */
    static String file(String service) {
        return "maidan-" + service + ".yaml";
    }

    /** A blueprint of Authentik's (2026.5 and 2026.8) that makes the client and keeps it so. */
    String document(String secret) {
        String addresses = redirects.stream()
                .map(address -> "        - {matching_mode: strict, url: %s, redirect_uri_type: authorization}\n"
                        .formatted(quoted(address)))
                .collect(Collectors.joining());
        return DOCUMENT.formatted(
                quoted("Maidan sign-in of " + service),
                quoted(group),
                quoted(service),
                quoted(secret),
                addresses,
                quoted(title),
                quoted(opens),
                confirmed ? CONFIRMED : "",
                confirmed ? "!KeyOf addresses" : ADDRESSES);
    }

    /** One that takes the client away: Authentik keeps what a file made when only the file goes. */
    static String gone(String service) {
        return GONE.formatted(quoted("Maidan sign-in of " + service), quoted(service));
    }

    /** JSON's quotes are YAML's too. */
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
