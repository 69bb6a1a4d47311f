package cloud.maidan.portal.services.librechat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code portal.services.librechat.*}, beside the address, the database's {@code mongo-uri-file}, and for erasing only
 * {@code eraser-uri-file}, {@code rag-token-file} and {@code meili-key-file}.
 *
 * @param clientUrl address at which members open the assistant; null when we do not know one
 * @param issuer the identity provider's {@code iss} for LibreChat; null: any issuer of the portal's own provider's host
 * @param connectWithin longest wait for the database to be there and to know us
 * @param answerWithin longest wait for one answer of the database
 * @param countWithin longest time for one count with dates; what takes longer is counted without dates
 * @param uploadsFolder view of LibreChat's {@code /app/uploads}, read-only unless the portal shall erase there; null when
 *     the portal has none
 * @param imagesFolder the same of {@code /app/client/public/images}
 * @param largestFile files above it are named as missing from an export
 * @param configFile read-only view of {@code librechat.yaml}; null when the portal has none
 * @param environmentFiles read-only views of the environment files of LibreChat and what belongs to it
 * @param ollamaUrl address of the model server, to ask whether it hands prompts on; null when the portal does not reach it
 * @param ownHosts hosts that are ours: what is sent there does not leave
 * @param checkedFor how long the answer to "can a prompt leave" is used again
 * @param ragUrl address of rag_api, to have it forget the vectors of files; null when the portal does not reach it
 * @param meiliUrl address of Meilisearch, to have it forget messages; null when the portal does not reach it
 */
@ConfigurationProperties("portal.services.librechat")
record LibreChatProperties(
        @Nullable URI clientUrl,
        @Nullable URI issuer,
        @DefaultValue("1200ms") Duration connectWithin,
        @DefaultValue("10s") Duration answerWithin,
        @DefaultValue("600ms") Duration countWithin,
        @Nullable Path uploadsFolder,
        @Nullable Path imagesFolder,
        @DefaultValue("2GB") DataSize largestFile,
        @Nullable Path configFile,
        @DefaultValue List<Path> environmentFiles,
        @Nullable URI ollamaUrl,
        @DefaultValue("ollama") Set<String> ownHosts,
        @DefaultValue("1m") Duration checkedFor,
        @Nullable URI ragUrl,
        @Nullable URI meiliUrl) {

    @Nullable
    String client() {
        return clientUrl == null ? null : clientUrl.toString();
    }
}
