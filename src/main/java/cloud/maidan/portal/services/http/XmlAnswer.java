package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** XML from a service, which may be anybody's: no document type, no entities beyond XML's own, nothing fetched. */
public final class XmlAnswer {

    private XmlAnswer() {}

    /** Reads elements while they arrive. */
    @FunctionalInterface
    public interface Reader<R> {

        R read(XMLStreamReader xml, Body body) throws XMLStreamException;
    }

    static <R> R read(Body body, String name, Reader<R> reader) {
        try {
            XMLStreamReader xml = new WithoutDocumentType(factory().createXMLStreamReader(body.content()));
            R read = reader.read(xml, body);
            while (xml.hasNext()) {
                xml.next(); // what is cut short is not whole
            }
            return read;
        } catch (XMLStreamException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ServiceFault fault) {
                    throw fault;
                }
            }
            throw new ServiceFault(Fault.UNREADABLE, null, name + " answered no XML that can be read", null);
        }
    }

    /** One factory a reading: they need not be safe for several threads. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, from, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private static final class WithoutDocumentType extends StreamReaderDelegate {

        WithoutDocumentType(XMLStreamReader xml) {
            super(xml);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("a document type");
            }
            return event;
        }
    }
}
