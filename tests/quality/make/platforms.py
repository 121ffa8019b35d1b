"""Pages written after the looks of systems that cannot be run here: python -m tests.quality.make.platforms

Each function is one system's markup as its public pages show it, with chrome around the text: menus, share words,
boxes, neighbours. The words are those of posts.txt or of the practice web's writer.
"""

from __future__ import annotations

import json

from tests.quality.make.corpus import Post, esc, html_of, posts, written
from tests.quality.make.keeping import keep_post

ALL = posts()
NEIGHBOURS = (
    ("Holiday party tickets on sale", "December 1, 2025"),
    ("Minutes of the October meeting", "October 15, 2025"),
    ("How to read your pay stub", "January 5, 2024"),
)


def iso(post: Post, zone: str = "-04:00") -> str:
    return f"{post.when:%Y-%m-%dT%H:%M:%S}{zone}"


def short(post: Post) -> str:
    return f"{post.when:%b} {post.when.day}, {post.when.year}"


def slashes(post: Post) -> str:
    return f"{post.when.month}/{post.when.day}/{post.when.year}"


def clock(post: Post) -> str:
    return f"{post.when.hour % 12 or 12}:{post.when:%M %p}"


def shell(title: str, inner: str, head: str = "", lang: str = "en", body: str = "") -> str:
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{esc(title)}</title>\n{head}</head>\n<body {body}>\n{inner}\n</body></html>'


def drupal7(post: Post) -> str:
    tags = "".join(
        f'<div class="field-item even" rel="dc:subject"><a href="/tags/{tag.lower()}" typeof="skos:Concept" property="rdfs:label skos:prefLabel" datatype="">{esc(tag)}</a></div>'
        for tag in post.tags
    )
    files = '<table class="sticky-enabled"><thead><tr><th>Attachment</th><th>Size</th></tr></thead><tbody><tr><td><span class="file"><a href="/sites/default/files/grievance_form.pdf">grievance_form.pdf</a></span></td><td>212.4 KB</td></tr></tbody></table>'
    return shell(
        f"{post.title} | Local 88",
        f"""<div id="page-wrapper"><div id="page"><div id="header"><div class="section clearfix"><a href="/" id="logo"><img src="/logo.png" alt="Home"></a>
<div id="name-and-slogan"><div id="site-name"><strong><a href="/" rel="home"><span>Local 88</span></a></strong></div></div></div></div>
<div id="main-menu" class="navigation"><h2 class="element-invisible">Main menu</h2><ul class="links"><li><a href="/">Home</a></li><li><a href="/contracts">Contracts</a></li><li><a href="/stewards">Find your steward</a></li></ul></div>
<div id="main" class="clearfix"><div id="breadcrumb"><h2 class="element-invisible">You are here</h2><div class="breadcrumb"><a href="/">Home</a> » <a href="/news">News</a></div></div>
<div id="content" class="column"><div class="section"><a id="main-content"></a><h1 class="title" id="page-title">{esc(post.title)}</h1><div class="tabs"></div>
<div class="region region-content"><div id="block-system-main" class="block block-system"><div class="content"><div id="node-417" class="node node-article node-promoted clearfix" about="/news/{post.slug}" typeof="sioc:Item foaf:Document">
<span property="dc:title" content="{esc(post.title)}" class="rdf-meta element-hidden"></span><span property="sioc:num_replies" content="0" datatype="xsd:integer" class="rdf-meta element-hidden"></span>
<div class="meta submitted"><span property="dc:date dc:created" content="{iso(post)}" datatype="xsd:dateTime" rel="sioc:has_creator">Submitted by <span class="username" xml:lang="" about="/users/webmaster" typeof="sioc:UserAccount" property="foaf:name" datatype="">webmaster</span> on {post.when:%a, %m/%d/%Y - %H:%M}</span></div>
<div class="content clearfix"><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">{html_of(post)}</div></div></div>
<div class="field field-name-field-tags field-label-above"><div class="field-label">Tags:&nbsp;</div><div class="field-items">{tags}</div></div>
<div class="field field-name-upload field-type-file field-label-hidden">{files}</div></div>
<div class="link-wrapper"><ul class="links inline"><li><a href="/user/login?destination=node/417">Log in</a> to post comments</li></ul></div></div></div></div></div></div></div>
<div id="sidebar-second" class="column sidebar"><div class="block"><h2>Upcoming events</h2><ul>{"".join(f"<li><a href='/e{at}'>{one}</a> <span class='date-display-single'>{day}</span></li>" for at, (one, day) in enumerate(NEIGHBOURS))}</ul></div></div></div>
<div id="footer-wrapper"><div class="section">Powered by Drupal</div></div></div></div>""",
        f'<link rel="shortlink" href="/node/417"><link rel="canonical" href="/news/{post.slug}"><meta name="Generator" content="Drupal 7 (http://drupal.org)">',
        body='class="html not-front page-node page-node-417 node-type-article"',
    )


def drupal10(post: Post) -> str:
    return shell(
        f"{post.title} | Council 40",
        f"""<a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a><div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div id="page-wrapper" class="page-wrapper"><header id="header" class="site-header"><div class="site-branding"><a href="/" rel="home">Council 40</a></div><nav aria-labelledby="menu"><h2 class="visually-hidden" id="menu">Main navigation</h2><ul class="menu"><li><a href="/">Home</a></li><li><a href="/news">Newsroom</a></li><li><a href="/locals">Locals</a></li></ul></nav></header>
<main role="main"><a id="main-content" tabindex="-1"></a><div class="region region--content-above"><div id="block-olivero-page-title" class="block block-core block-page-title-block"><h1 class="title page-title"><span class="field field--name-title field--type-string field--label-hidden">{esc(post.title)}</span></h1></div></div>
<div class="region region--content grid-full layout--pass--content-medium" id="content"><div id="block-olivero-content" class="block block-system block-system-main-block"><div class="block__content"><article data-history-node-id="92" class="node node--type-article node--promoted node--view-mode-full"><header><div class="node__meta"><div class="node__author-image"></div><span>By <span class="field field--name-uid"><a title="View user profile." href="/user/7">{esc(post.author or "editor")}</a></span>, <span class="field field--name-created"><time datetime="{iso(post)}" title="{post.when:%A, %B} {post.when.day}, {post.when.year} - {post.when:%H:%M}">{post.when.day} {post.when:%B, %Y}</time></span></span></div></header>
<div class="node__content"><div class="text-content clearfix field field--name-body field--type-text-with-summary">{html_of(post)}</div></div></article></div></div>
<div class="views-element-container block"><h2 class="block__title">Recent news</h2><div class="view-content">{"".join(f"<article class='node node--view-mode-teaser'><h3><a href='/n{at}'>{one}</a></h3><time datetime='2025-12-0{at + 1}'>{day}</time><p>The office will be decorated, and there is a band. Tickets are ten dollars at the door or from your steward.</p></article>" for at, (one, day) in enumerate(NEIGHBOURS))}</div></div></div></main>
<footer class="site-footer"><p>Council 40 · 8000 Excelsior Drive · 555-0140</p></footer></div></div>""",
        f'<link rel="canonical" href="https://www.council40.example/news/{post.slug}"><link rel="shortlink" href="https://www.council40.example/node/92"><meta name="Generator" content="Drupal 10 (https://www.drupal.org)">',
        body='class="path-node page-node-type-article"',
    )


def squarespace(post: Post) -> str:
    data = {
        "@context": "http://schema.org",
        "@type": "Article",
        "url": "",
        "author": "Site Editor",
        "headline": f"{post.title} — Local 1420",
        "name": f"{post.title} — Local 1420",
        "datePublished": iso(post, "-0400"),
        "dateModified": "2026-03-01T09:00:00-0500",
        "publisher": {"@type": "Organization", "name": "Local 1420"},
    }
    return shell(
        f"{post.title} — Local 1420",
        f"""<div id="siteWrapper" class="clearfix site-wrapper"><header id="header" class="header theme-col--primary"><div class="header-title-text"><a href="/">Local 1420</a></div><nav class="header-nav-list"><div class="header-nav-item"><a href="/news">News</a></div><div class="header-nav-item"><a href="/contact">Contact</a></div></nav></header>
<main id="page" class="container" role="main"><article class="sections" id="sections"><section class="page-section content-collection blog-item-content"><div class="content-wrapper"><div class="content"><div class="blog-item-wrapper"><article id="article-" class="h-entry entry blog-item blog-item--style-a">
<div class="blog-item-inner-wrapper"><div class="blog-item-top-wrapper"><div class="blog-item-title"><h1 class="entry-title entry-title--large p-name" itemprop="headline">{esc(post.title)}</h1></div><div class="blog-meta-item-container"><div class="blog-meta-item blog-meta-item--author">Written By <a class="blog-author-name" href="/news?author=5f">{esc(post.author or "Site Editor")}</a></div><div class="blog-meta-item"><time class="dt-published blog-meta-item--date" datetime="{short(post)}" pubdate><span>{short(post)}</span></time></div></div></div>
<div class="blog-item-content-wrapper"><div class="blog-item-content e-content"><div class="sqs-layout sqs-grid-12 columns-12"><div class="row sqs-row"><div class="col sqs-col-12 span-12"><div class="sqs-block html-block sqs-block-html"><div class="sqs-block-content"><div class="sqs-html-content">{html_of(post, p='<p class="" style="white-space:pre-wrap;">{}</p>', fig='</div></div></div><div class="sqs-block image-block"><figure class="sqs-block-image-figure"><img alt="{1}" src="/i/{2}.jpg"><figcaption class="image-caption-wrapper"><div class="image-caption"><p>{0}</p></div></figcaption></figure></div><div class="sqs-block html-block sqs-block-html"><div class="sqs-block-content"><div class="sqs-html-content">')}</div></div></div>
<div class="sqs-block button-block sqs-block-button"><a href="/join" class="sqs-block-button-element">Join us</a></div></div></div></div></div></div>
<div class="blog-item-meta-wrapper"><div class="blog-item-share"></div><span class="blog-item-tags">{"".join(f'<a href="/news/tag/{esc(tag)}" class="blog-item-tag" rel="tag">{esc(tag)}</a>' for tag in post.tags)}</span></div></div></article></div></div></div></section>
<section id="itemPagination" class="item-pagination"><a href="/news/older" class="item-pagination-link item-pagination-link--prev"><div class="pagination-title-wrapper"><div class="item-pagination-prev-next">Previous</div><div class="visually-hidden">Previous</div><h2 class="item-pagination-title">{NEIGHBOURS[0][0]}</h2></div></a><a href="/news/newer" class="item-pagination-link item-pagination-link--next"><h2 class="item-pagination-title">{NEIGHBOURS[1][0]}</h2></a></section></article></main>
<footer class="sections" id="footer-sections"><div class="sqs-html-content"><p>Local 1420, 5 Ferry Lane</p><p>Subscribe to get news in your inbox.</p></div></footer></div>""",
        f'<meta property="og:site_name" content="Local 1420"><meta property="og:title" content="{esc(post.title)} — Local 1420"><meta property="og:type" content="article"><meta itemprop="datePublished" content="{iso(post, "-0400")}"><meta itemprop="headline" content="{esc(post.title)}"><script type="application/ld+json">{json.dumps(data)}</script>',
    )


def wix(post: Post) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "datePublished": f"{post.when:%Y-%m-%dT%H:%M:%S}.000Z",
        "dateModified": "2026-05-05T05:05:05.000Z",
        "author": {"@type": "Person", "name": post.author or "Local 77"},
        "description": post.summary,
    }
    paragraph = '<p dir="auto" class="kWdDq ZI57L" id="viewer-x"><span class="FYRNv"><span>{}</span></span></p><div type="empty-line" class="r4X9h"><br role="presentation"></div>'
    return shell(
        post.title,
        f"""<div id="SITE_CONTAINER"><div id="main_MF"><div id="site-root"><div id="masterPage"><header id="SITE_HEADER"><div><nav><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li><li><a href="/events">Events</a></li></ul></nav></div></header><main id="PAGES_CONTAINER"><div id="SITE_PAGES"><div><div class="tpa"><div data-hook="post-page"><div class="menu"><nav><a href="/blog">All Posts</a></nav><button aria-label="Search">Search</button><a>Log in / Sign up</a></div><div class="post-container"><article class="blog-post-page-font"><div data-hook="post"><div class="header"><div><ul><li><span title="{esc(post.author or "Local 77")}" data-hook="user-name">{esc(post.author or "Local 77")}</span></li><li><span title="{short(post)}" data-hook="time-ago">{short(post)}</span></li><li><span data-hook="time-to-read">2 min read</span></li></ul></div></div>
<div data-hook="post-title"><h1 class="UZa2Xr"><span class="blog-post-title-font">{esc(post.title)}</span></h1></div><div class="post-content__body"><div data-rce-version="9"><div data-id="content-viewer"><div>{html_of(post, p=paragraph)}</div></div></div></div></div>
<footer><div><a href="/blog/tags">{"</a><a>".join(esc(tag) for tag in post.tags)}</a></div><div><span>27 views</span><span>0 comments</span></div></footer></article></div><section data-hook="recent-posts"><h2>Recent Posts</h2><a href="/blog">See All</a>{"".join(f'<div><div data-hook="title">{one}</div><div>The band is local 12’s own, and the food is good.</div></div>' for one, _ in NEIGHBOURS)}</section><div data-hook="comments"><h2>Comments</h2><div>Write a comment...</div></div></div></div></div></div></main><footer id="SITE_FOOTER"><p>©2019 by Local 77. Proudly created with Wix.com</p></footer></div></div></div></div>""",
        f'<meta property="og:title" content="{esc(post.title)}"><meta property="article:published_time" content="{post.when:%Y-%m-%dT%H:%M:%S}.000Z"><meta property="og:type" content="article"><script type="application/ld+json">{json.dumps(data)}</script>',
    )


def weebly(post: Post) -> str:
    return shell(
        f"{post.title} - Local 31",
        f"""<div class="wrapper"><div class="cento-header"><span class="wsite-logo"><a href="/"><span id="wsite-title">Local 31</span></a></span><div class="nav"><ul class="wsite-menu-default"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></div></div>
<div id="wsite-content" class="wsite-elements"><div class="wsite-section-wrap"><div class="wsite-section-content"><div class="container"><div><table class="wsite-multicol-table" cellspacing="0" cellpadding="0"><tbody><tr><td class="wsite-multicol-col" style="width:75%"><div id="blogTable"><div class="blog-body"><div id="blog-post-5512" class="blog-post"><div class="blog-header"><h2 class="blog-title"><a class="blog-title-link blog-link" href="/news/{post.slug}">{esc(post.title)}</a></h2><p class="blog-date"><span class="date-text">{slashes(post)}</span></p><p class="blog-comments"><a class="blog-link" href="#comments">0 Comments</a></p><div class="blog-separator">&nbsp;</div></div>
<div class="blog-content"><div class="paragraph" style="text-align:left;">{"<br><br>".join(html_of(post, p="{}").split(chr(10)))}</div></div><div class="blog-social"><div class="blog-social-item blog-fb-like">Like</div><div class="blog-social-item"><a href="#">Tweet</a></div></div><div class="blog-comments-bottom"><a href="#comments">0 Comments</a></div></div></div></div></td>
<td class="wsite-multicol-col" style="width:25%"><div class="column-blog"><h2 class="blog-author-title">Author</h2><p>Write something about yourself. No need to be fancy, just an overview.</p><h2 class="blog-archive-title">Archives</h2><p class="blog-archive-list"><a href="/news/archives/12-2025">December 2025</a><br><a href="/news/archives/10-2025">October 2025</a></p><h2>Categories</h2><p class="blog-category-list"><a href="/news/category/all">All</a></p><a href="/1/feed"><img alt="RSS"> RSS Feed</a></div></td></tr></tbody></table></div></div></div></div></div></div>""",
        f'<meta property="og:title" content="{esc(post.title)}"><meta property="og:site_name" content="Local 31">',
    )


def joomla(post: Post) -> str:
    return shell(
        post.title,
        f"""<div class="site-grid"><header class="header container-header"><div class="navbar-brand"><a class="brand-logo" href="/">Chapter 5</a></div><ul class="mod-menu nav"><li><a href="/index.php/news">News</a></li><li><a href="/index.php/forms">Forms</a></li></ul></header><div class="grid-child container-component"><nav class="mod-breadcrumbs__wrapper"><ol class="mod-breadcrumbs breadcrumb"><li>You are here: &nbsp;</li><li><a href="/">Home</a></li><li>News</li></ol></nav><main>
<div class="com-content-article item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="en-GB"><div class="page-header"><h1 itemprop="headline">{esc(post.title)}</h1></div>
<dl class="article-info text-muted"><dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Written by: <span itemprop="name">{esc(post.author or "Super User")}</span></dd><dd class="category-name">Category: <a href="/index.php/news" itemprop="genre">News</a></dd><dd class="published"><time datetime="{iso(post, "+00:00")}" itemprop="datePublished">Published: {post.when.day:02d} {post.when:%B %Y}</time></dd><dd class="modified"><time datetime="2026-08-08T10:00:00+00:00" itemprop="dateModified">Last Updated: 08 August 2026</time></dd><dd class="hits"><meta itemprop="interactionCount" content="UserPageVisits:431">Hits: 431</dd></dl>
<div itemprop="articleBody" class="com-content-article__body">{html_of(post)}</div><nav class="pagenavigation"><span class="pagination ms-0"><a class="btn btn-sm btn-secondary previous" href="/x" rel="prev"><span class="visually-hidden">Previous article: {NEIGHBOURS[0][0]}</span><span aria-hidden="true">Prev</span></a><a class="btn next" rel="next"><span class="visually-hidden">Next article: {NEIGHBOURS[1][0]}</span>Next</a></span></nav></div></main></div><div class="grid-child container-sidebar-right"><div class="card"><h3>Who's Online</h3><p>We have 14&nbsp;guests and no members online</p></div></div></div>""",
        '<meta name="generator" content="Joomla! - Open Source Content Management">',
        "en-gb",
    )


def blogger(post: Post) -> str:
    return shell(
        f"Local 12 Stewards' Notes: {post.title}",
        f"""<div class="body-fauxcolumns"></div><div class="content"><div class="content-outer"><header><div class="header-outer"><h1 class="title"><a href="/">Local 12 Stewards' Notes</a></h1><p class="description"><span>Notes from the shop floor</span></p></div></header><div class="main-outer"><div class="main section" id="main"><div class="widget Blog" id="Blog1"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{post.when:%A, %B} {post.when.day}, {post.when.year}</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry uncustomized-post-template" itemprop="blogPost" itemscope itemtype="http://schema.org/BlogPosting"><meta content="99" itemprop="blogId"><a name="123"></a><h3 class="post-title entry-title" itemprop="name">{esc(post.title)}</h3><div class="post-header"></div>
<div class="post-body entry-content" id="post-body-123" itemprop="description articleBody">{html_of(post, p="{}<br /><br />")}<div style="clear: both;"></div></div>
<div class="post-footer"><div class="post-footer-line post-footer-line-1"><span class="post-author vcard">Posted by <span class="fn" itemprop="author"><span itemprop="name">{esc(post.author or "Local 12")}</span></span></span> <span class="post-timestamp">at <a class="timestamp-link" href="#" rel="bookmark"><abbr class="published" itemprop="datePublished" title="{iso(post)}">{clock(post)}</abbr></a></span> <span class="post-icons"><a href="#">Email This</a><a href="#">BlogThis!</a><a>Share to Pinterest</a></span></div><div class="post-footer-line"><span class="post-labels">Labels: {", ".join(f"<a href='/search/label/{tag}' rel='tag'>{esc(tag)}</a>" for tag in post.tags)}</span></div></div></div>
<div class="comments" id="comments"><h4>1 comment:</h4><div class="comment"><cite class="user">Retired and proud</cite><span class="datetime"><a href="#c1">November 3, 2026 at 7:07 AM</a></span><p class="comment-content">Good to hear this. In my day we would have walked out before lunch and come back with doughnuts for the picket captain.</p></div><p class="comment-footer">To leave a comment, click the button below to sign in.</p></div></div></div></div></div><div class="blog-pager" id="blog-pager"><a class="blog-pager-newer-link">Newer Post</a><a class="blog-pager-older-link">Older Post</a><a href="/">Home</a></div><div class="post-feeds">Subscribe to: <a href="/feeds">Post Comments (Atom)</a></div></div></div>
<aside><div class="widget BlogArchive"><h2>Blog Archive</h2><ul><li>▼ 2026 (3)</li><li>► 2025 (14)</li></ul></div><div class="widget Profile"><h2>About Me</h2><a>View my complete profile</a></div></aside></div></div></div>""",
        "<meta content='blogger' name='generator'>",
    )


def union_active(post: Post) -> str:
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head><title>Local 512</title><meta name="description" content="Local 512"></head><body bgcolor="#ffffff"><table width="960" align="center" border="0"><tr><td colspan="3"><img src="/banner.jpg" alt="Local 512"><br>Nov 21, 2026</td></tr><tr><td width="170" valign="top"><table><tr><td><b>Main Menu</b></td></tr><tr><td><a href="/?zone=/unionactive/home.cfm">Home</a></td></tr><tr><td><a href="/">Contact Your Reps</a></td></tr><tr><td><a href="/">Member Resources</a></td></tr></table><table><tr><td><b>Upcoming Events</b></td></tr><tr><td>Executive Board<br>Dec 02, 2026</td></tr><tr><td>General Membership<br>Dec 09, 2026</td></tr></table><b>Site Search</b><input type="text"></td>
<td valign="top"><table width="100%"><tr><td class="newsHeader"><b>{esc(post.title)}</b></td></tr><tr><td><i>Updated On: Jan 12, 2026 (10:15:00)</i></td></tr><tr><td>Posted On: {post.when:%b %d, %Y}<br><br>{html_of(post, p="{}<br><br>")}</td></tr><tr><td><a href="/">-</a> <a href="#">Print</a> | <a href="#">Email to a friend</a></td></tr></table></td>
<td width="170" valign="top"><b>Member Login</b><br>Username: <input><br>Password: <input type="password"><br><a href="/">Not registered yet? Click Here to sign-up</a><br><b>Follow Us!</b></td></tr><tr><td colspan="3" align="center">Page Last Updated: Nov 20, 2026 (17:25:23)<br>Copyright © 2026. All Rights Reserved. Powered By <a href="/">Unions</a></td></tr></table></body></html>"""


def ghost(post: Post) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "publisher": {"@type": "Organization", "name": "The Lantern"},
        "author": {"@type": "Person", "name": post.author or "The Lantern"},
        "headline": post.title,
        "datePublished": f"{post.when:%Y-%m-%dT%H:%M:%S}.000Z",
        "dateModified": "2026-01-01T00:00:00.000Z",
        "keywords": ", ".join(post.tags),
        "description": post.summary,
    }
    return shell(
        post.title,
        f"""<div class="viewport"><header id="gh-head" class="gh-head outer"><div class="gh-head-inner inner"><a class="gh-head-logo" href="/">The Lantern</a><nav class="gh-head-menu"><ul class="nav"><li><a href="/">Home</a></li><li><a href="/about/">About</a></li></ul></nav><div class="gh-head-members"><a class="gh-head-button" data-portal="signup">Subscribe</a></div></div></header><div class="site-content"><main id="site-main" class="site-main"><article class="article post tag-news"><header class="article-header gh-canvas"><div class="article-tag post-card-tags"><span class="post-card-primary-tag"><a href="/tag/news/">{esc(post.tags[0] if post.tags else "News")}</a></span></div><h1 class="article-title">{esc(post.title)}</h1><p class="article-excerpt">{esc(post.summary)}</p><div class="article-byline"><section class="article-byline-content"><ul class="author-list"><li><a href="/author/x/" class="author-avatar"><img alt="{esc(post.author or "The Lantern")}"></a></li></ul><div class="article-byline-meta"><h4 class="author-name"><a href="/author/x/">{esc(post.author or "The Lantern")}</a></h4><div class="byline-meta-content"><time class="byline-meta-date" datetime="{post.day}">{short(post)}</time><span class="byline-reading-time"><span class="bull">&bull;</span> 3 min read</span></div></div></section></div></header>
<section class="gh-content gh-canvas">{html_of(post, fig='<figure class="kg-card kg-image-card kg-card-hascaption"><img src="/i/{2}.jpg" class="kg-image" alt="{1}"><figcaption><span>{0}</span></figcaption></figure>')}<div class="kg-card kg-signup-card"><h2>Sign up for The Lantern</h2><p>One letter a month.</p><button>Subscribe</button></div></section></article><div class="article-comments gh-canvas"></div></main>
<aside class="read-more-wrap outer"><div class="read-more inner">{"".join(f'<article class="post-card post"><a class="post-card-content-link" href="/p{at}/"><h2 class="post-card-title">{one}</h2><div class="post-card-excerpt">The band is Local 12’s own, and the food is better than last year.</div></a><footer class="post-card-meta"><time datetime="2025-12-01">{day}</time></footer></article>' for at, (one, day) in enumerate(NEIGHBOURS))}</div></aside></div><footer class="site-footer outer"><div class="inner"><section class="copyright">The Lantern &copy; 2026</section><div>Powered by Ghost</div></div></footer></div>""",
        f'<meta property="og:type" content="article"><meta property="og:title" content="{esc(post.title)}"><meta property="article:published_time" content="{post.when:%Y-%m-%dT%H:%M:%S}.000Z"><meta property="article:modified_time" content="2026-01-01T00:00:00.000Z"><meta name="generator" content="Ghost 5.90"><script type="application/ld+json">{json.dumps(data)}</script>',
        body='class="post-template is-head-left-logo"',
    )


def nation_builder(post: Post) -> str:
    return shell(
        f"{post.title} - Care Workers United",
        f"""<div class="header"><a href="/">Care Workers United</a><ul><li><a href="/about">About</a></li><li><a href="/donate">Donate</a></li></ul></div><div class="row"><div id="content" class="span8"><div id="headline"><h2>{esc(post.title)}</h2></div><div class="byline padbottommore">Posted by <a href="/a">{esc(post.author or "Care Workers")}</a> <a class="linkdark" href="/p7">{clock(post)}</a> on <a class="linkdark">{post.long_day}</a></div><div id="intro" class="intro"><div class="text-content">{html_of(post)}</div></div>
<div class="action-forms"><h3>Sign the pledge</h3><form><label>First name</label><input><label>Email</label><input><input type="submit" value="Add your name"></form><p>Opt in to email updates</p></div><div id="reactions"><h3>Showing 1 reaction</h3><form><p>Sign in with Facebook, X or email.</p></form><div class="reaction">Please check your e-mail for a link to activate your account.</div></div></div><div class="span4 sidebar"><h3>Be the first to know</h3><p>Text CARE to 555-55</p></div></div>""",
        f'<meta property="og:title" content="{esc(post.title)}"><meta property="og:type" content="article">',
    )


def divi(post: Post) -> str:
    inner = html_of(post)
    for depth in range(6):
        inner = f'<div class="et_pb_module et_pb_{("text_inner", "text", "column", "row", "section", "builder_inner_content")[depth]} et_pb_{depth}">{inner}</div>'
    return shell(
        f"{post.title} - Local 2081",
        f"""<div id="page-container"><header id="main-header"><nav id="top-menu-nav"><ul id="top-menu"><li><a href="/">Home</a></li><li><a href="/category/news/">News</a></li></ul></nav></header><div id="et-main-area"><div id="main-content"><div class="container"><div id="content-area" class="clearfix"><div id="left-area"><article id="post-2081" class="et_pb_post post-2081 post type-post status-publish format-standard hentry category-news"><div class="et_post_meta_wrapper"><h1 class="entry-title">{esc(post.title)}</h1><p class="post-meta"> by <span class="author vcard"><a href="/author/admin/" rel="author">admin</a></span> | <span class="published">{short(post)}</span> | <a href="/category/news/" rel="category tag">News</a> | <span class="comments-number"><a href="#respond">0 comments</a></span></p><img src="/hero.jpg" alt="" class="entry-featured"></div><div class="entry-content"><div class="et-l et-l--post"><div class="et_builder_inner_content et_pb_gutters3">{inner}</div></div></div><div class="et_post_meta_wrapper"><section id="comment-wrap"><div id="respond" class="comment-respond"><h3 id="reply-title"><span>Submit a Comment</span></h3><p class="comment-notes">Your email address will not be published. Required fields are marked *</p></div></section></div></article></div><div id="sidebar"><div class="et_pb_widget widget_recent_entries"><h4>Recent Posts</h4><ul>{"".join(f"<li><a href='/n{at}'>{one}</a><span class='post-date'>{day}</span></li>" for at, (one, day) in enumerate(NEIGHBOURS))}</ul></div><div class="et_pb_widget"><h4>Recent Comments</h4></div></div></div></div></div><footer id="main-footer"><div id="footer-info">Designed by us | Powered by WordPress</div></footer></div></div>""",
        '<link rel="shortlink" href="https://local2081.example/?p=2081"><meta name="generator" content="WordPress 6.6">',
        body='class="post-template-default single single-post postid-2081 et_divi_theme"',
    )


def jetpack(post: Post) -> str:
    comments = "".join(
        f'<li id="comment-{at}" class="comment"><article class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">Reader {at}</b> <span class="says">says:</span></div><div class="comment-metadata"><a><time datetime="2026-0{at}-0{at}T10:00:00">{month} {at}, 2026 at 10:00 am</time></a></div></footer><div class="comment-content"><p>I have been saying for years that the county should open its books. My aunt worked in that building when it still had an elevator operator, and she told us how they counted the sheets twice and the nurses once. Thank you for writing this down, and see all of you at the next meeting, where I will bring the photographs.</p></div></article></li>'
        for at, month in ((3, "March"), (4, "April"), (5, "May"), (6, "June"))
    )
    return shell(
        f"{post.title} – Ridge Local",
        f"""<div id="page" class="hfeed site"><header id="masthead"><p class="site-title"><a href="/">Ridge Local</a></p></header><div id="content"><div id="primary"><main id="main"><article id="post-9" class="post-9 post type-post hentry"><header class="entry-header"><h1 class="entry-title">{esc(post.title)}</h1><div class="entry-meta"><span class="posted-on"><a href="/9"><time class="entry-date published" datetime="{iso(post)}">{post.long_day}</time><time class="updated" datetime="2026-06-06T06:06:06-04:00">June 6, 2026</time></a></span><span class="byline"> <span class="author vcard"><a class="url fn n" href="/author/x">{esc(post.author or "ridgelocal")}</a></span></span></div></header>
<div class="entry-content">{html_of(post)}<div id="jp-post-flair" class="sharedaddy sd-like-enabled sd-sharing-enabled"><div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">Share this:</h3><div class="sd-content"><ul><li><a class="share-twitter"><span>Click to share on X (Opens in new window)</span><span>X</span></a></li><li><a><span>Click to share on Facebook (Opens in new window)</span></a></li></ul></div></div></div><div class="sharedaddy sd-block sd-like"><h3 class="sd-title">Like this:</h3><span class="button"><span>Like</span></span> <span class="loading">Loading...</span></div><div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Related</em></h3><p>{NEIGHBOURS[2][0]}<br>{NEIGHBOURS[2][1]}<br>In "Wages"</p></div></div></div><footer class="entry-footer"><span class="cat-links">Posted in <a rel="category tag">News</a></span></footer></article><div id="comments" class="comments-area"><h2 class="comments-title">4 thoughts on “{esc(post.title)}”</h2><ol class="comment-list">{comments}</ol><div id="respond"><h3 id="reply-title">Leave a comment <small><a>Cancel reply</a></small></h3></div></div></main></div></div></div>""",
        f'<meta property="article:published_time" content="{iso(post)}"><meta property="article:modified_time" content="2026-06-06T06:06:06-04:00"><meta property="og:site_name" content="Ridge Local">',
    )


def newswire(post: Post) -> str:
    return shell(
        f"{post.title}",
        f"""<header><nav><a href="/">Wire</a><a href="/news-releases/">Browse news releases</a><a href="/login">Sign in</a></nav></header><main role="main"><article class="news-release inline-gallery-template"><header class="container release-header"><div class="row detail-headline"><h1>{esc(post.title)}</h1></div><div class="row swaping-class"><div class="col-left"><p class="meta mt-35"><b>News provided by</b></p><a href="/news/local"><strong>Council 40</strong>&nbsp;</a><p class="mb-no">{short(post)}, {post.when:%H:%M} ET</p></div><div class="col-right"><p><strong>Share this article</strong></p><ul><li>Share to X</li></ul></div></div></header><section class="release-body container"><div class="row"><div class="col-lg-10">{html_of(post)}<p>SOURCE Council 40</p></div></div></section></article><section class="container"><h2>Modal title</h2><h3>More releases from this source</h3><a href="/r1"><div class="card"><h3><small>Dec 02, 2025, 09:00 ET</small> {NEIGHBOURS[0][0]}</h3></div></a></section></main><footer><p>Contact the wire from 8 AM to 10 PM ET</p></footer>""",
        f'<meta name="date" content="{iso(post)}"><meta property="og:title" content="{esc(post.title)}"><meta property="og:type" content="article">',
    )


def mailing(post: Post) -> str:
    rows = html_of(post, p='<p style="margin:10px 0;padding:0;">{}</p>')
    return f"""<!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="UTF-8"><meta property="og:title" content="{esc(post.title)}"><title>{esc(post.title)}</title></head><body><span class="mcnPreviewText" style="display:none; font-size:0px; max-height:0px; visibility:hidden;">News from your union, once a season</span><center><table align="center" border="0" cellpadding="0" cellspacing="0" height="100%" width="100%" id="bodyTable"><tr><td align="center" valign="top" id="bodyCell"><table border="0" cellpadding="0" cellspacing="0" width="100%" class="templateContainer"><tr><td valign="top" id="templatePreheader"><table class="mcnTextBlock"><tr><td class="mcnTextContent"><a href="#" target="_blank">View this email in your browser</a></td></tr></table></td></tr><tr><td valign="top" id="templateHeader"><table class="mcnImageBlock"><tr><td><img src="/logo.png" alt="Council 9" width="564"></td></tr></table></td></tr><tr><td valign="top" id="templateBody"><table class="mcnTextBlock"><tr><td class="mcnTextContent"><h1>{esc(post.title)}</h1><p>{post.long_day}</p>{rows}</td></tr></table><table class="mcnButtonBlock"><tr><td><a class="mcnButton" href="/issue.pdf">Read the issue</a></td></tr></table></td></tr><tr><td valign="top" id="templateFooter"><table class="mcnTextBlock"><tr><td class="mcnTextContent"><em>Copyright © 2026 Council 9, All rights reserved.</em><br><br><strong>Our mailing address is:</strong><br>14 Dock Street, Fairmont<br><br>Want to change how you receive these emails?<br>You can <a href="#">update your preferences</a> or <a href="#">unsubscribe from this list</a>.</td></tr></table></td></tr></table></td></tr></table></center></body></html>"""


def front_page(post: Post) -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><meta name="GENERATOR" content="Microsoft FrontPage 6.0"><title>New Page 14</title></head><body topmargin="0"><p align="center"><font size="6" color="#006600"><b>LOCAL 2190</b></font></p><p align="center"><a href="index.htm">Home</a> <a href="officers.htm">Officers</a> <a href="news.htm">News</a> <a href="links.htm">Links</a></p><hr><p align="center"><b><font size="5">{esc(post.title)}</font></b></p><p align="right"><i>{post.long_day}</i></p>{html_of(post, p='<p><font face="Verdana" size="2">{}</font></p>')}<hr><p align="center"><font size="1">Questions? Write to the <a href="mailto:web@local2190.example">webmaster</a>. You are visitor number 041,733.</font></p></body></html>"""


def cold_fusion(post: Post) -> str:
    return shell(
        "District 4 News",
        f"""<div class="container"><div class="header"><img src="/logo.gif" alt="District 4"></div><ul class="topnav"><li><a href="/index.cfm">Home</a></li><li><a href="/news.cfm">News</a></li><li><a href="/calendar.cfm">Calendar</a></li></ul><div class="col1"><span class="newsdate">{post.when:%m-%d-%Y}</span><br><span class="newstitle">{esc(post.title)}</span><br><br><div class="newstext">{"<br><br>".join(html_of(post, p="{}").split(chr(10)))}</div><br><a href="/news.cfm?archive=2025">News archive</a> | <a href="javascript:history.back()">Back</a></div><div class="col2"><h4>Quick links</h4><a href="/join.cfm">Join</a><br><a href="/forms.cfm">Forms</a></div><div class="footer">&copy; 2026 District 4. Call 1-800-555-0144.</div></div>""",
    )


def national(post: Post) -> str:
    return shell(
        f"{post.title} | The Union",
        f"""<div class="alert-bar"><a href="/action">Tell Congress: hands off our care!</a></div><header class="site-header"><a href="/">The Union</a><nav><ul><li><a href="/join">Join</a></li><li><a href="/blog">Blog</a></li><li><a href="/press">Press</a></li><li><a href="/member-resources">Member resources</a></li></ul></nav><form action="/search"><input name="q" placeholder="Search"></form></header><main><div class="hero"><img src="/h.jpg" alt=""><div class="hero__text"><a class="eyebrow" href="/blog">Blog</a><h1>{esc(post.title)}</h1></div></div><div class="byline"><span>By {esc(post.author or "Staff")}</span><span>{post.long_day}</span></div><div class="share-tools"><button>Share</button><a>Facebook</a><a>Bluesky</a></div><div class="rich-text">{html_of(post, fig='<div class="photo"><img src="/{2}.jpg" alt="{1}"><div class="photo__caption">Photo: {0}</div></div>')}</div><div class="promo"><h2>Stand with workers</h2><p>Text WORK to 55500. Message and data rates may apply.</p><form><input type="email"><button>Get updates</button></form></div><div class="related"><h2>Related Posts</h2>{"".join(f'<div class="card"><span>{day}</span><h3><a href="/b{at}">{one}</a></h3></div>' for at, (one, day) in enumerate(NEIGHBOURS))}</div></main><footer><p>1625 Hall Street NW</p><p>© 2026</p></footer>""",
        f'<meta property="og:title" content="{esc(post.title)}"><meta property="og:image" content="/h.jpg"><meta name="description" content="{esc(post.summary)}">',
    )


def open_atrium(post: Post) -> str:
    return shell(
        f"{post.title} | Union Hall",
        f"""<div id="skip-link"><a href="#main-content">Skip to main content</a></div><header class="oa-banner"><h1 class="oa-space-title"><a href="/council-9">Council 9</a></h1><ul class="menu"><li><a href="/council-9/news">News</a></li><li><a href="/user/login">Log in</a></li></ul></header><div class="main-container container"><section><a id="main-content"></a><div class="region region-content"><div class="panel-display panel-2col"><div class="panel-pane pane-node-title"><div class="pane-content"><h2>{esc(post.title)}</h2></div></div><div class="panel-pane pane-node-content"><div class="pane-content"><article class="node node-oa-post clearfix" about="/council-9/news/{post.slug}" typeof="sioc:Item foaf:Document"><span class="oa-post-date">{post.long_day}</span><div class="field field-name-body"><div class="field-items"><div class="field-item even" property="content:encoded">{html_of(post)}</div></div></div></article></div></div><div class="panel-pane pane-views"><h2 class="pane-title">News from the national union</h2><div class="view-content">{"".join(f'<div class="views-row"><div class="views-field-title"><a href="https://national.example/{at}">{one}</a></div></div>' for at, (one, _) in enumerate(NEIGHBOURS))}</div></div></div></div></section></div><footer><p>Council 9 | 555-0199</p></footer>""",
        '<meta name="Generator" content="Drupal 7 (http://drupal.org)"><link rel="shortlink" href="/node/55121">',
        body='class="html page-node page-node-55121 node-type-oa-wiki-page"',
    )


def next_app(post: Post) -> str:
    state = {
        "props": {"pageProps": {"post": {"title": post.title, "date": post.day, "html": "shortened"}}},
        "page": "/news/[slug]",
        "buildId": "k2Jd8",
    }
    return shell(
        f"{post.title} · Transit Local",
        f"""<div id="__next"><div class="css-1q2w3e"><div class="css-9kd82j"><a href="/" class="css-h12">Transit Local</a><div class="css-aa1"><a href="/news">News</a><a href="/about">About</a></div></div><div class="css-5gh1k"><div class="css-t1tle">{esc(post.title)}</div><div class="css-sub"><span class="css-0d">{short(post)}</span><span class="css-dot">·</span><span>{esc(post.author or "")}</span></div><div class="css-b0dy">{html_of(post, p='<div class="css-para">{}</div>')}</div></div><div class="css-f00"><div>© 2026 Transit Local</div><div>Accessibility</div></div></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>""",
        f'<meta property="og:title" content="{esc(post.title)}"><meta name="twitter:title" content="{esc(post.title)}">',
    )


def letter_site(post: Post) -> str:
    box = '<div class="subscription-widget-wrap"><p class="cta-caption">Thanks for reading! Subscribe for free to receive new posts and support our work.</p><form><input type="email" placeholder="Type your email..."><button>Subscribe</button></form></div>'
    body = html_of(post).split("\n")
    body.insert(len(body) // 2, box)
    return shell(
        f"{post.title} - by {post.author}",
        f"""<div class="main"><div class="topbar"><h1 class="pub-name"><a href="/">Night Shift Letters</a></h1><button>Sign in</button></div><div class="single-post-container"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{esc(post.title)}</h1><h3 class="subtitle">{esc(post.summary)}</h3><div class="byline-wrapper"><div>{esc(post.author or "")}</div><div>{short(post)}</div></div><div class="post-ufi"><a>12</a><a>3</a><a>Share</a></div></div><div class="available-content"><div dir="auto" class="body markup">{"".join(body)}</div></div></article><div class="comments-page"><h4>Discussion about this post</h4><div>Comments</div><div>Restacks</div></div></div><div class="footer">© 2026 Night Shift Letters · Privacy ∙ Terms ∙ Collection notice</div></div>""",
        f'<meta property="og:type" content="article"><meta property="og:title" content="{esc(post.title)}"><meta name="author" content="{esc(post.author or "")}">',
    )


def plain_sites(post: Post) -> str:
    return shell(
        post.title,
        f"""<div class="QZ3zWd"><div class="fktJzd AKpWA"><header><a href="/view/local-9/home">Local 9</a><nav><a href="/view/local-9/home">Home</a><a href="/view/local-9/contact">Contact</a></nav></header><div role="main" class="UtePc RCETm"><section class="yaqOZd"><div class="mYVXT"><div class="LS81yb"><div class="hJDwNd-AhqUyc-uQSCkd"><h1 class="zfr3Q duRjpb"><span class="C9DxTc">{esc(post.title)}</span></h1></div></div></div></section><section class="yaqOZd"><div class="tyJCtd">{html_of(post, p='<p class="zfr3Q CDt4Ke"><span class="C9DxTc">{}</span></p>')}</div></section></div><footer><div>Report abuse</div><div>Page details</div><div>Page updated</div></footer></div></div>""",
    )


def django(post: Post) -> str:
    return shell(
        f"Region 3 / {post.title}",
        f"""<body class="template-blogpage"><div class="wrapper"><nav aria-label="primary"><ul><li><a href="/">Region 3</a></li><li><a href="/news/">News</a></li></ul></nav><div class="page"><h1>{esc(post.title)}</h1><p class="date">{post.when.day} {post.when:%B %Y}</p><p class="intro">{esc(post.summary)}</p><div class="rich-text">{html_of(post, fig='<img alt="{1}" class="richtext-image full-width" src="/media/{2}.jpg"><p class="cap"><em>{0}</em></p>')}</div><p><a href="/news/">Return to blog</a></p></div></div>""",
        f'<meta name="description" content="{esc(post.summary)}">',
    )


P = written
PLAN = (
    ("drupal7", drupal7, P("x1", "2019-04-08T16:20", 230, tags=("Grievances", "Transit")), "https://www.local88.example/news/", {"author": None}),
    ("drupal10", drupal10, ALL["museum-strike"], "https://www.council40.example/news/", {"tags": []}),
    ("squarespace", squarespace, ALL["endorse-school-board"], "https://www.local1420.example/news/", {"author": None}),
    ("squarespace-photos", squarespace, ALL["clinic-vote"], "https://www.local1420.example/news/2025/3/14/", {}),
    ("wix", wix, P("x2", "2025-09-30T15:45", 200, author="Nell Varga", tags=("wages",)), "https://www.local77.example/post/", {"zone": "UTC"}),
    ("weebly", weebly, ALL["heat-rule"].only("h"), "https://www.local31.example/news/", {"author": None, "tags": []}),
    ("joomla", joomla, ALL["safety-fine"], "https://www.chapter5.example/index.php/news/12-", {"author": None, "tags": ["News"], "zone": "UTC"}),
    ("joomla-long", joomla, P("x3", "2018-10-02T12:00", 1500, author="Teresa Quinn"), "https://www.chapter5.example/index.php/news/3-", {"tags": ["News"], "zone": "UTC"}),
    ("blogger", blogger, ALL["quiet-room"], "https://stewards12.blogspot.example/2025/02/", {}),
    ("union-active", union_active, ALL["election-results"], "https://www.local512.example/?zone=view_article&HomeID=", {"author": None, "tags": []}),
    ("ghost", ghost, ALL["obituary-jessup"], "https://lantern.example/", {"zone": "UTC"}),
    ("ghost-photo", ghost, ALL["food-bank"], "https://lantern.example/", {"zone": "UTC"}),
    ("nation-builder", nation_builder, ALL["janitors-organize"], "https://www.careworkers.example/", {"tags": []}),
    ("divi", divi, P("x4", "2023-08-24T10:30", 210), "https://local2081.example/2023/08/", {"tags": ["News"]}),
    ("jetpack-comments", jetpack, ALL["safety-fine"], "https://ridgelocal.example/2025/08/13/", {"author": None, "tags": ["News"]}),
    ("newswire", newswire, ALL["joint-statement"], "https://wire.example/news-releases/", {"author": None}),
    ("mailing", mailing, ALL["newsletter-fall"], "https://mailings.example/campaign?u=1&id=", {"author": None, "tags": []}),
    ("front-page", front_page, ALL["scholarship-2025"], "http://www.local2190.example/", {}),
    ("cold-fusion", cold_fusion, P("x5", "2016-03-17", 200), "https://www.district4.example/news.cfm?id=", {}),
    ("national", national, P("x6", "2025-11-05", 320, author="AFSCME Staff"), "https://www.union.example/blog/", {}),
    ("national-photo", national, ALL["museum-strike"], "https://www.union.example/blog/", {"tags": []}),
    ("open-atrium", open_atrium, ALL["update-eleven"], "https://www.council9.example/council-9/news/", {"author": None, "tags": []}),
    ("next-app", next_app, P("x7", "2024-05-20", 240, author="Curtis Bloom"), "https://transitlocal.example/news/", {}),
    ("letters", letter_site, P("x8", "2025-07-19", 330, author="Amina Yusuf"), "https://nightshift.example/p/", {}),
    ("plain-sites", plain_sites, ALL["dispatch-overtime"], "https://sites.example/view/local-9/", {"said": False, "author": None, "tags": []}),
    ("django", django, ALL["library-hours"], "https://region3.example/news/", {"author": None, "tags": []}),
    ("spanish-ghost", ghost, P("es9", "2025-01-31T12:00", 220, author="Lucía Prado", tags=("Escuelas",)), "https://linterna.example/", {"zone": "UTC"}),
    ("spanish-joomla", joomla, P("es10", "2024-12-01T09:00", 180), "https://capitulo.example/index.php/noticias/7-", {"tags": ["News"], "zone": "UTC"}),
    ("bilingual-atrium", open_atrium, ALL["bilingual-notice"], "https://www.council9.example/council-9/news/", {"author": None, "tags": []}),
    ("pressed-drupal", drupal10, ALL["pension-cola"], "https://www.council62.example/press/", {"tags": []}),
)  # fmt: skip


def main() -> None:
    for name, maker, post, base, more in PLAN:
        end = "417" if base.endswith("=") else post.slug
        lead = {"may": post.summary} if maker in {ghost, letter_site, django} else {}  # shown above the text as well
        keep_post(f"look-{name}", maker(post), post, f"{base}{end}", f"after the looks of {name}", **lead, **more)


if __name__ == "__main__":
    main()
