package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.AbstractFlashMapManager;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Flash attributes, kept in the session as JSON text: a sentence to be said on the next page, or plain text. */
@Component("flashMapManager")
class FlashNotes extends AbstractFlashMapManager {

    private static final String ATTRIBUTE = "portal.flash";
    private static final JsonMapper JSON = JsonMapper.shared();

    record Note(
            @Nullable String path,
            Map<String, List<String>> parameters,
            long expiresAt,
            Map<String, Text> sentences,
            Map<String, String> words) {}

    @Override
    protected @Nullable List<FlashMap> retrieveFlashMaps(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof String text)) {
            return null;
        }
        try {
            List<Note> notes = JSON.readValue(text, new TypeReference<>() {});
            return new ArrayList<>(notes.stream().map(FlashNotes::flashMap).toList());
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    protected void updateFlashMaps(List<FlashMap> flashMaps, HttpServletRequest request, HttpServletResponse response) {
        if (flashMaps.isEmpty()) {
            var session = request.getSession(false);
            if (session != null) {
                session.removeAttribute(ATTRIBUTE);
            }
            return;
        }
        List<Note> notes = flashMaps.stream().map(FlashNotes::note).toList();
        request.getSession().setAttribute(ATTRIBUTE, JSON.writeValueAsString(notes));
    }

    private static Note note(FlashMap map) {
        Map<String, Text> sentences = new LinkedHashMap<>();
        Map<String, String> words = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            switch (value) {
                case Text text -> sentences.put(name, text);
                case String text -> words.put(name, text);
                default ->
                    throw new IllegalArgumentException(
                            "flash attributes do not hold " + value.getClass().getName());
            }
        });
        return new Note(
                map.getTargetRequestPath(),
                new LinkedHashMap<>(map.getTargetRequestParams()),
                map.getExpirationTime(),
                sentences,
                words);
    }

    private static FlashMap flashMap(Note note) {
        FlashMap map = new FlashMap();
        map.setTargetRequestPath(note.path());
        var parameters = new LinkedMultiValueMap<String, String>();
        note.parameters().forEach((name, values) -> parameters.put(name, new ArrayList<>(values)));
        map.addTargetRequestParams(parameters);
        map.setExpirationTime(note.expiresAt());
        map.putAll(note.sentences());
        map.putAll(note.words());
        return map;
    }
}
