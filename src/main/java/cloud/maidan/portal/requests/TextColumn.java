package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.Text;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a sentence as JSON. */
@Converter
class TextColumn implements AttributeConverter<@Nullable Text, @Nullable String> {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Text text) {
        return text == null ? null : JSON.writeValueAsString(text);
    }

    @Override
    public @Nullable Text convertToEntityAttribute(@Nullable String column) {
        return column == null ? null : JSON.readValue(column, Text.class);
    }
}
