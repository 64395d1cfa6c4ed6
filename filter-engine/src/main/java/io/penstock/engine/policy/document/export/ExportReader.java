// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the objects of an export one after the other (spec 9.2 to 9.4), under whatever root elements they stand: filters, layers, callouts and the rest
 * of a policy, and net events. Keeps one object at a time, of a bounded size. One thread.
 */
public final class ExportReader {
    private static final Set<String> HOLDERS = Set.of("item", "netEvent", "layer");
    private static final int MOST_DEPTH = 64;
    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_TEXT = 4 << 20;

    private final String source;
    private final XMLStreamReader xml;
    private final Consumer<ExportObject> objects;
    private int elements;
    private int characters;

    private ExportReader(String source, XMLStreamReader xml, Consumer<ExportObject> objects) {
        this.source = source;
        this.xml = xml;
        this.objects = objects;
    }

    /**
     * Reads an export to its end.
     *
     * @param source what errors call it, usually the file's name
     * @param in read to its end, not closed
     * @param objects told each object in the order of the file
     * @throws ExportException if it is no well-formed export, with the place; the objects before that place were told
     * @throws IOException if the bytes cannot be read
     */
    public static void read(String source, InputStream in, Consumer<ExportObject> objects)
            throws ExportException, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(ExportText.of(in));
            new ExportReader(source, xml, objects).all();
        } catch (XMLStreamException malformed) {
            throw failure(source, malformed);
        }
    }

    private static ExportException failure(String source, XMLStreamException malformed) throws IOException {
        if (malformed.getNestedException() instanceof IOException unreadable) {
            throw unreadable;
        }
        Location at = malformed.getLocation();
        String text = malformed.getMessage();
        int message = text.indexOf("Message: ");
        String what = message < 0 ? text : text.substring(message + "Message: ".length());
        return new ExportException(
                source,
                at == null ? 0 : at.getLineNumber(),
                at == null ? 0 : at.getColumnNumber(),
                "not well-formed: " + what.strip());
    }

    private void all() throws XMLStreamException, ExportException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw wrong("a document type, which exports do not have");
            }
            if (event == XMLStreamConstants.START_ELEMENT && HOLDERS.contains(xml.getLocalName())) {
                elements = 0;
                characters = 0;
                object();
            }
        }
    }

    /**
     * Reads what the element at hand holds, if that is an object: its first element tells. A layer stands in an item of its own, before the lists of its
     * callouts and filters, whose items follow as any others.
     */
    private void object() throws XMLStreamException, ExportException {
        String name = xml.getLocalName();
        int line = xml.getLocation().getLineNumber();
        do {
            xml.next();
        } while (!xml.isStartElement() && !xml.isEndElement());
        if (xml.isEndElement()) {
            return;
        }
        if (HOLDERS.contains(xml.getLocalName())) {
            object();
            return;
        }
        Optional<ExportObject.Kind> kind = ExportObject.Kind.beginningWith(xml.getLocalName());
        if (kind.isPresent()) {
            List<ExportElement> children = new ArrayList<>();
            children.add(element(2));
            objects.accept(new ExportObject(kind.get(), contents(name, line, 1, children)));
        }
    }

    private ExportElement element(int depth) throws XMLStreamException, ExportException {
        if (depth > MOST_DEPTH || ++elements > MOST_ELEMENTS) {
            throw wrong("an object of more than " + MOST_DEPTH + " levels or " + MOST_ELEMENTS + " elements");
        }
        return contents(xml.getLocalName(), xml.getLocation().getLineNumber(), depth, new ArrayList<>());
    }

    /** Reads on to the end of the element at hand, of which some children may have been read. */
    private ExportElement contents(String name, int line, int depth, List<ExportElement> children)
            throws XMLStreamException, ExportException {
        StringBuilder text = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                children.add(element(depth + 1));
            } else if (xml.isCharacters()) {
                characters += xml.getTextLength();
                if (characters > MOST_TEXT) {
                    throw wrong("an object with more than " + MOST_TEXT + " characters");
                }
                text.append(xml.getText());
            }
        }
        return new ExportElement(name, text.toString().strip(), children, line);
    }

    private ExportException wrong(String what) {
        Location at = xml.getLocation();
        return new ExportException(source, at.getLineNumber(), at.getColumnNumber(), what);
    }
}
