package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Text;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists that a row keeps as JSON. */
final class JsonColumns {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonColumns() {}

    @Converter
    static class Texts implements AttributeConverter<List<Text>, String> {

        @Override
        public String convertToDatabaseColumn(List<Text> texts) {
            return JSON.writeValueAsString(texts);
        }

        @Override
        public List<Text> convertToEntityAttribute(String column) {
            return JSON.readValue(column, new TypeReference<>() {});
        }
    }

    @Converter
    static class Pauses implements AttributeConverter<List<Course.Pause>, String> {

        @Override
        public String convertToDatabaseColumn(List<Course.Pause> pauses) {
            return JSON.writeValueAsString(pauses);
        }

        @Override
        public List<Course.Pause> convertToEntityAttribute(String column) {
            return JSON.readValue(column, new TypeReference<>() {});
        }
    }
}
