package cloud.maidan.portal.members;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the provider says that somebody signed out or was signed out (OpenID Connect Back-Channel Logout 1.0). */
@Anyone
@Controller
class BackChannelLogoutController {

    static final String PATH = "/logout/connect/back-channel/{registration}";

    private final LogoutTokens tokens;

    BackChannelLogoutController(LogoutTokens tokens) {
        this.tokens = tokens;
    }

    @PostMapping(PATH)
    ResponseEntity<Map<String, String>> end(
            @PathVariable String registration, @RequestParam(name = "logout_token", defaultValue = "") String token) {
        if (!registration.equals(Provider.NAME)) {
            return ResponseEntity.notFound().build();
        }
        return switch (tokens.take(token)) {
            case LogoutTokens.Taken() -> ResponseEntity.ok().build();
            case LogoutTokens.Refused(String reason) ->
                ResponseEntity.badRequest()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("error", "invalid_request", "error_description", reason));
            case LogoutTokens.AskAgain() ->
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        };
    }
}
