// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * of a policy, net events, and events of a log. Keeps one object at a time, of a bounded size. One thread.
 */
public final class ExportReader {
    private static final Set<String> HOLDERS = Set.of("item", "netEvent", "layer", "Event");
    private static final String NUM_ITEMS = "numItems";
    private static final String TYPED = "a document type — expected none: exports have neither types nor entities";
    private static final int MOST_DEPTH = 64;
    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_TEXT = 4 << 20;

    private final String source;
    private final ExportText text;
    private final XMLStreamReader xml;
    private final ObjectListener objects;
    private final Consumer<ListCount> miscounts;
    private final Consumer<StrangeItem> strangers;
    /** The elements around the place that is read, outermost first, as long as it is in no object. */
    private final Deque<Open> open = new ArrayDeque<>();

    private int elements;
    private int characters;

    /** An element that has not ended. */
    private static final class Open {
        private final String name;
        private final int line;
        private final String declared;
        private int items;
        private boolean holdsObjects;

        private Open(XMLStreamReader xml) {
            name = xml.getLocalName();
            line = xml.getLocation().getLineNumber();
            declared = xml.getAttributeValue(null, NUM_ITEMS);
        }
    }

    private ExportReader(
            String source,
            ExportText text,
            XMLStreamReader xml,
            ObjectListener objects,
            Consumer<ListCount> miscounts,
            Consumer<StrangeItem> strangers) {
        this.source = source;
        this.text = text;
        this.xml = xml;
        this.objects = objects;
        this.miscounts = miscounts;
        this.strangers = strangers;
    }

    /**
     * Reads an export to its end, whatever its lists say of their length.
     *
     * @param source what errors call it, usually the file's name
     * @param in read to its end, not closed
     * @param objects told each object in the order of the file
     * @throws ExportException if it is no well-formed export, with the place; the objects before that place were told
     * @throws IOException if the bytes cannot be read
     */
    public static void read(String source, InputStream in, ObjectListener objects) throws ExportException, IOException {
        read(source, in, objects, miscount -> {});
    }

    /**
     * As {@link #read(String, InputStream, ObjectListener)}.
     *
     * @param miscounts told each list that holds another number of items than it says
     * @throws ExportException as there
     * @throws IOException as there
     */
    public static void read(String source, InputStream in, ObjectListener objects, Consumer<ListCount> miscounts)
            throws ExportException, IOException {
        read(source, in, objects, miscounts, stranger -> {});
    }

    /**
     * As {@link #read(String, InputStream, ObjectListener, Consumer)}.
     *
     * @param strangers told each item or event that is no object of any kind and holds none
     * @throws ExportException as there
     * @throws IOException as there
     */
    public static void read(
            String source,
            InputStream in,
            ObjectListener objects,
            Consumer<ListCount> miscounts,
            Consumer<StrangeItem> strangers)
            throws ExportException, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        ExportText text = null;
        try {
            text = ExportText.of(in);
            if (text.documentTypeColumn() > 0) {
                throw new ExportException(source, text.documentTypeLine(), text.documentTypeColumn(), TYPED);
            }
            XMLStreamReader xml = factory.createXMLStreamReader(text);
            new ExportReader(source, text, xml, objects, miscounts, strangers).all();
        } catch (XMLStreamException malformed) {
            throw failure(source, text, malformed);
        } catch (CharacterCodingException foreign) {
            throw new ExportException(source, 1, 1, notText());
        }
    }

    private static ExportException failure(String source, ExportText text, XMLStreamException malformed)
            throws IOException {
        Location at = malformed.getLocation();
        int line = at == null ? 1 : at.getLineNumber();
        int column = at == null ? 1 : column(text, at);
        if (malformed.getNestedException() instanceof CharacterCodingException) {
            return new ExportException(source, line, column, notText());
        }
        if (malformed.getNestedException() instanceof IOException unreadable) {
            throw unreadable;
        }
        String whole = malformed.getMessage();
        int message = whole.indexOf("Message: ");
        String what = message < 0 ? whole : whole.substring(message + "Message: ".length());
        return new ExportException(
                source,
                line,
                column,
                "not well-formed: " + what.strip().replaceAll("\\s+", " ")
                        + " — expected XML as netsh wfp show writes it");
    }

    private static String notText() {
        return "bytes that are no text — expected UTF-8, or UTF-16 with a byte order mark";
    }

    private static int column(ExportText text, Location at) {
        return Math.max(1, at.getColumnNumber() + (at.getLineNumber() == 1 ? text.columnShift() : 0));
    }

    private void all() throws XMLStreamException, ExportException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> opened();
                case XMLStreamConstants.END_ELEMENT -> closed(open.pop());
                default -> {
                    // Text between elements and comments mean nothing here.
                }
            }
        }
    }

    /**
     * An element outside of objects. The first one in a holder tells whether that is an object (spec 9.3). A layer stands in an item of its own, before the
     * lists of its callouts and filters, whose items follow as any others.
     */
    private void opened() throws XMLStreamException, ExportException {
        Open holder = open.peek();
        if (holder != null) {
            Optional<ExportObject.Kind> kind = holder.items == 0 && HOLDERS.contains(holder.name)
                    ? ExportObject.Kind.beginningWith(xml.getLocalName())
                    : Optional.empty();
            if (kind.isPresent()) {
                objects.object(new ExportObject(kind.get(), object(open.pop())));
                holdsObject();
                return;
            }
            holder.items++;
        }
        if (open.size() >= MOST_DEPTH) {
            throw wrong("elements within elements — expected at most " + MOST_DEPTH + " levels");
        }
        open.push(new Open(xml));
    }

    private void closed(Open element) {
        count(element.name, element.line, element.declared, element.items);
        if (element.holdsObjects) {
            holdsObject();
        } else if (HOLDERS.contains(element.name)) {
            strangers.accept(new StrangeItem(element.name, element.line));
        }
    }

    /** What is around the place that is read holds an object. */
    private void holdsObject() {
        if (!open.isEmpty()) {
            open.peek().holdsObjects = true;
        }
    }

    private void count(String name, int line, String declared, int found) {
        if (declared != null && !declared.strip().equals(Integer.toString(found))) {
            miscounts.accept(new ListCount(name, line, declared, found));
        }
    }

    /** The object that the holder is, whose first element is at hand. */
    private ExportElement object(Open holder) throws XMLStreamException, ExportException {
        elements = 0;
        characters = 0;
        List<ExportElement> children = new ArrayList<>();
        children.add(element(2));
        return contents(holder.name, holder.line, Map.of(), 1, children);
    }

    private ExportElement element(int depth) throws XMLStreamException, ExportException {
        if (depth > MOST_DEPTH || ++elements > MOST_ELEMENTS) {
            throw wrong("a large object — expected at most " + MOST_DEPTH + " levels and " + MOST_ELEMENTS
                    + " elements in one");
        }
        return contents(xml.getLocalName(), xml.getLocation().getLineNumber(), attributes(), depth, new ArrayList<>());
    }

    private Map<String, String> attributes() throws ExportException {
        int count = xml.getAttributeCount();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String value = xml.getAttributeValue(i);
            read(value.length());
            attributes.put(xml.getAttributeLocalName(i), value);
        }
        return attributes;
    }

    private void read(int more) throws ExportException {
        characters += more;
        if (characters > MOST_TEXT) {
            throw wrong("a large object — expected at most " + MOST_TEXT + " characters in one");
        }
    }

    /** Reads on to the end of the element at hand, of which some children may have been read. */
    private ExportElement contents(
            String name, int line, Map<String, String> attributes, int depth, List<ExportElement> children)
            throws XMLStreamException, ExportException {
        StringBuilder characterData = new StringBuilder();
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                children.add(element(depth + 1));
            } else if (xml.isCharacters()) {
                read(xml.getTextLength());
                characterData.append(xml.getText());
            }
        }
        count(name, line, attributes.get(NUM_ITEMS), children.size());
        return new ExportElement(name, characterData.toString().strip(), children, attributes, line);
    }

    private ExportException wrong(String what) {
        Location at = xml.getLocation();
        return new ExportException(source, at.getLineNumber(), column(text, at), what);
    }
}
