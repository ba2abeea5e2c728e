"""What papers list, as they write it."""

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Paper</title><link>https://paper.example/</link>
<atom:link rel="self" href="https://paper.example/feed"/>
<item><title>Swans &amp;amp; geese are &lt;b&gt;back&lt;/b&gt;</title>
  <link> https://paper.example/swans?utm_source=rss </link>
  <pubDate>Fri, 27 Nov 2026 08:00:00 +0100</pubDate></item>
<item><title><![CDATA[Ducks]]></title><guid>https://paper.example/ducks</guid>
  <dc:date>2026-11-26T09:00:00Z</dc:date></item>
<item><title>No address</title><guid isPermaLink="false">4711</guid></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<link rel="self" href="https://paper.example/atom"/>
<entry><title type="html">Swans &amp;#8222;zurück&amp;#8220;</title>
  <link rel="enclosure" href="/a.mp3"/><link href="/swans"/>
  <published>2026-11-27T08:00:00+01:00</published><updated>2026-11-27T09:00:00Z</updated></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><link>https://paper.example</link></channel>
<item rdf:about="y"><title>Swans</title><link>https://paper.example/swans</link></item></rdf:RDF>"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://paper.example/swans</loc><lastmod>2026-11-27</lastmod>
  <image:image><image:loc>https://paper.example/swans.jpg</image:loc></image:image>
  <news:news><news:publication><news:name>Paper</news:name></news:publication>
    <news:publication_date>2026-11-26T08:00:00Z</news:publication_date>
    <news:title>Swans</news:title></news:news></url>
<url><loc>https://paper.example/about</loc></url><url/></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{site}/news.xml</loc></sitemap>
<sitemap><loc>{site}/gone.xml</loc></sitemap>
<sitemap><loc>http://127.0.0.1:1/elsewhere.xml</loc></sitemap></sitemapindex>"""

BOMB = """<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><item>&b;</item></rss>"""
