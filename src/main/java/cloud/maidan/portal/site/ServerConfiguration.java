package cloud.maidan.portal.site;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the web server answers what never reaches a page. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    /** Bytes handed to a socket at once: with Tomcat's 8 KiB a large download spends most of its time between calls. */
    private static final int WRITTEN_AT_ONCE = 1 << 16;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> longWrites() {
        return server -> server.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITTEN_AT_ONCE));
            connector.setProperty("socket.directBuffer", "true");
        });
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareAnswers() {
        return server -> server.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(BareAnswers.class.getName());
            }
        });
    }
}
