package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import tools.jackson.databind.json.JsonMapper;

class ErrorPagesTests {

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("nothing renders", (ViewResolver) (name, locale) -> null),
                Arguments.of("the template cannot be found", (ViewResolver) (name, locale) -> {
                    throw new ServletException("no such template");
                }),
                Arguments.of("the title cannot be said", view((model, request, response) -> {
                    response.getWriter().write("<!doctype html><html><head><title>");
                    throw new IllegalStateException("no such sentence");
                })),
                Arguments.of("the page is never written", view((model, request, response) -> {
                    throw new IOException("broken off");
                })),
                Arguments.of("a class is missing", view((model, request, response) -> {
                    response.getWriter().write("half a page");
                    throw new NoClassDefFoundError("cloud/maidan/portal/site/Frame");
                })),
                Arguments.of("the template turns in circles", view((model, request, response) -> {
                    throw new StackOverflowError();
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenErrorPageBecomesTheBareOne(String what, ViewResolver views) throws IOException {
        MockHttpServletResponse answer = show(views, 503);

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(answer.getContentAsString())
                .startsWith("<!doctype html><html lang=\"en\">")
                .contains("<h1>503</h1>", "Reference: <code>")
                .doesNotContain("half a page", "no such");
    }

    private static ViewResolver view(View view) {
        return (name, locale) -> view;
    }

    private static MockHttpServletResponse show(ViewResolver views, int status) throws IOException {
        var beans = new StaticListableBeanFactory();
        beans.addBean("views", views);
        var request = new MockHttpServletRequest("GET", "/error");
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        request.addPreferredLocale(Locale.ENGLISH);
        var response = new MockHttpServletResponse();
        new ErrorPages(
                        beans.getBeanProvider(ViewResolver.class),
                        JsonMapper.shared(),
                        new Words(new PhraseBook()),
                        Clock.systemUTC())
                .show(request, response);
        return response;
    }
}
