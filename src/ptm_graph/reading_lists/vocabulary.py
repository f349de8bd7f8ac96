"""Words that decide what a link, heading or name is; every list is data, no code."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words(
    """
    the a an and our my your of for in on with to by at or official unofficial tf2 tf1 page
    version v1 v2 v3 & link links pdf click see read full original available download new
    extended camera-ready third-party reproduced tensorflow pytorch unoff off arxiv
    """
)
"""Words of a label that say nothing of their own."""


NO_PAPERS = _words(
    """
    code codes software tool tools toolkit toolkits package packages library libraries blog blogs
    post posts tutorial tutorials course courses lecture lectures class classes video videos talk
    talks webinar webinars slides podcast podcasts book books textbook textbooks dataset datasets
    data database databases website websites portal portals people researchers lab labs group
    groups community communities conference conferences workshop workshops meeting meetings event
    events job jobs list lists news newsletter newsletters forum forums link links resource
    resources competition competitions challenge challenges company companies license
    collections installation install setup usage
    requirements prerequisites roadmap changelog faq features
    contributing contribute acknowledgements journals workflows apps documentation 代码 工具 博客
    视频 课程 教程 书籍 数据集
    """
)
"""Words of headings over links that are no papers."""


PAPERS = _words(
    """
    paper papers article articles publication publications preprint preprints review reviews
    survey surveys literature readings reading references bibliography study studies 论文 文献 综述
    """
)
"""Words of headings over papers."""


TELLING_LAST_WORDS = _words(
    """
    paper pdf code github notes repo blog slides video demo dataset homepage website preprint
    article 论文 代码
    """
)
"""Last words of a label that decide: “VITA-1.5 Paper”."""


SAYS_PAPER = _words(
    """
    pdf paper papers preprint fulltext full-text abstract publication manuscript arxiv biorxiv
    medrxiv openreview acl article doi thesis 论文 原文 全文 论文链接 论文地址 预印本
    """
)
"""Words of a label that can mean nothing but a paper."""


LABELS_BEHIND = SAYS_PAPER | _words(
    """
    link links here code github video slides project page website blog post official and open
    access full text html version supplement dataset
    """
)
"""Words that may make up a label behind a title."""


VENUES = _words(
    """
    acl naacl emnlp eacl coling conll tacl lrec ijcnlp aacl findings neurips nips iclr icml cvpr
    iccv eccv aaai ijcai kdd www sigir wsdm cikm recsys interspeech icassp asru jmlr tmlr tpami
    pami ijcv tip nature science pnas arxiv corr preprint uai aistats colt colm iros icra rss
    corl siggraph mm acmmm wacv bmvc accv miccai chi uist osdi sosp asplos isca micro nsdi
    usenix mlsys vldb sigmod icde pods ecir ecml pkdd icdm sdm sac stoc focs soda hlt semeval
    blackboxnlp repl4nlp sustainlp wmt iwslt eswc iswc ismir tnnls tkde tois acm ieee workshop
    demo openreview techreport blog
    """
)
"""Conferences, journals and other places where papers appear, in small letters."""


NOT_NAMES = _words(
    """
    learning networks network neural deep language model models attention transformer
    transformers bert training pretraining pre-training representation representations
    understanding generation survey analysis towards with using for from via is are all need
    the a an on of in to how what why data text image vision speech machine translation
    recognition detection classification google facebook microsoft openai preprint arxiv paper
    code
    """
)
"""Words that show that a list is not a list of authors."""


PARTICLES = _words(
    """
    van von de der den del della di da dos du la le el al bin ibn ter y e 't ’t
    """
)
"""Small words inside of family names."""


SMALL_WORDS = _words(
    """
    a an the of in on for with and or to by at from as via using into over under between within
    without through their its is are be can do does how what why when than vs versus not you we
    de la le les des du et un une el los las y der die das und von den im zur
    """
)
"""Words that titles with capitals write in small letters."""


PROSE = _words(
    """
    we our you your i my they them this these those there it he she is are was were be been being
    has have had can could should will would may might must does did also please here which
    however but because although thus therefore very just really etc that us let let's don't
    doesn't isn't it's can't who
    """
)
"""Words of sentences, rare in titles written like a sentence."""


REMARK_OPENERS = _words(
    """
    uses adds contains provides introduces shows proposes presents describes covers includes
    replaces removes improves applies trains shares compares explains gives has see please read
    note check click this these those there it we our you your i some many most if for contains
    list lists awesome curated contributions contribute pull feel thanks todo part similar
    """
)
"""Words that remarks and labels begin with, and titles do not."""


PARTICIPLES = _words(
    """
    maintained created inspired compiled collected curated based adapted updated sorted ordered
    contributed written edited modified licensed required recommended implemented
    published presented accepted
    """
)
"""Participles that remarks begin with."""


GENERIC_NAMES = _words(
    """
    AI API ASR BERTology BiLM BiLSTM BPE CBOW CLS CNN CNNs CPU CRF CTL CV DAE DL DNN DNNs DOI EM
    FAQ GAN GANs GCN GLUE GNN GNNs GPU GPUs GRU HMM HTML IE IR JSON KB KG KL LLM LLMs LM LMs
    LSTM LSTMs MAP MLE MLLM MLM MLP MoE MRI MT NER NLG NLI NLP NLU NMT NN NNs NSP OCR OOV PCA
    PDF PLM PLMs POS PPT PTM PTMs QA RGB RL RLHF RNN RNNs SEP MASK SGD SMT SOTA SQL SRL SSL SVM
    SVMs TF TPU TTS TODO TOTODO UI UNK URL USA VLM VQA WER WWW XML DNA RNA PCR HIV 2D 3D CMU MIT
    THU HIT PKU BAAI UCL ACL NAACL EMNLP EACL COLING NeurIPS NIPS ICLR ICML CVPR ICCV ECCV AAAI
    IJCAI KDD SIGIR TACL JMLR arXiv PyTorch TensorFlow PaddlePaddle GitHub GitLab YouTube
    LinkedIn OpenAI DeepMind HuggingFace AllenAI fastAI AllenNLP AutoEncoder AutoEncoders
    DeepLearning MachineLearning MXNet JavaScript TypeScript iOS macOS LaTeX WeChat
    StackOverflow PapersWithCode OpenReview ImageNet SQuAD SuperGLUE BooksCorpus BookCorpus
    Wikipedia WikiText CoNLL SNLI MultiNLI MNLI MSCOCO COCO WordPiece SentencePiece BioNLP 2nd
    1st 3rd 4th XL PDFs README FAQs ToC TOC MB GB kB PhD PART GTX RTX CUDA 1080Ti JingDong IBM
    ICT UCLA NYU ETH II III IV VS
    """
)
"""Terms, tools, data sets and organisations that look coined but name no paper."""


PLAIN_TOPICS = _words(
    """
    overview introduction background basics fundamentals history survey surveys theory analysis
    methods applications evaluation training pretraining architecture architectures news events
    people groups conferences journals books references reading about contents contributing
    license attention optimization interpretability compression quantization distillation
    benchmarks leaderboards competitions general miscellaneous acknowledgements prompting agents
    reasoning alignment safety vision speech audio text
    """
)
"""Headings of one word that are topics and no models."""


ORGANISATIONS = _words(
    """
    Google Facebook Microsoft Baidu Amazon Apple Alibaba Tencent Huawei Stanford Meta NVIDIA
    """
)
"""Organisations that stand before a model in titles."""


LINE_BREAKS = _words(
    """
    p br div summary details center section article blockquote hr
    """
)
"""Tags of HTML that begin a new line."""


LABELS: dict[str, frozenset[str]] = {
    "paper": _words(
        """
        pdf pdfs paper papers arxiv abs abstract preprint doi link links url html here this ref
        reference fulltext full-text openreview acl anthology neurips nips iclr icml cvpr iccv eccv
        emnlp naacl eacl coling aaai ijcai kdd www sigir interspeech tacl jmlr nature science
        springer ieee acm biorxiv publication proceedings manuscript download source-paper thesis
        report version original pubmed pmc pmid pmcid jstor sciencedirect springerlink ads inspire
        inspirehep hal ssrn nber medrxiv psyarxiv socarxiv chemrxiv osf zenodo researchgate scholar
        plos pnas elife wiley elsevier mdpi frontiers cell lancet nejm jama bmj journal doc epub
        open access publisher link1 link2
        论文 原文 链接 地址 下载 论文链接 论文地址 原文链接 论文原文 文献
        参考文献 论文下载 全文 预印本
        """
    ),
    "code": _words(
        """
        code codes github git gitlab repo repository repositories source implementation
        implementations pytorch tensorflow torch tf keras jax theano caffe mxnet paddle chainer flax
        matlab julia colab notebook official unofficial lua c++ python software package 代码 源码
        实现 源代码
        开源 代码链接 代码地址 官方代码 github主页
        """
    ),
    "model": _words(
        """
        model models weights weight checkpoint checkpoints huggingface hf ckpt pretrained-models
        模型
        权重 预训练模型 模型下载
        """
    ),
    "dataset": _words(
        """
        data dataset datasets corpus corpora 数据 数据集 语料
        """
    ),
    "video": _words(
        """
        video videos talk youtube presentation recording oral teaser 视频 bilibili b站
        """
    ),
    "slides": _words(
        """
        slides slide ppt pptx deck keynote poster 幻灯片 讲义
        """
    ),
    "article": _words(
        """
        blog blogs post posts article articles blogpost note notes summary review medium news
        explanation explained reading-note reading-notes writeup discussion tweet twitter thread
        reddit 解读 中文解读 论文解读 笔记 论文笔记 博客 知乎 公众号 文章 教程 介绍 读书笔记
        参考文章 资料 解析 精读
        """
    ),
    "course": _words(
        """
        course courses lecture lectures class lesson 课程 公开课
        """
    ),
    "practice": _words(
        """
        practice practices hands-on tutorial tutorials example examples 实践 实战 应用 练习 案例
        """
    ),
    "tool": _words(
        """
        tool tools toolkit demo demos library framework playground app api 工具 演示 框架
        """
    ),
    "other": _words(
        """
        project projectpage homepage website web site page project-page bib bibtex cite citation
        supp supplementary supplement supplemental appendix leaderboard reviews media press
        materials more further misc others resources official-site webpage home 主页 项目 官网
        项目主页 网站 其他
        其它 参考 资源
        """
    ),
}
"""What a label says of its link → the words it says it with."""


COLUMNS: dict[str, frozenset[str]] = {
    "title": _words(
        """
        title titles paper papers article publication work works 论文 题目 标题 论文名称 论文标题
        论文题目 文章 篇名 论文名
        papertitle 名称
        """
    ),
    "name": _words(
        """
        model models name method methods approach abbr abbreviation acronym short algorithm network
        keywords keyword 模型 名字 简称 方法 缩写 算法
        """
    ),
    "authors": _words(
        """
        author authors 作者
        """
    ),
    "year": _words(
        """
        year date time published released release 年份 时间 日期 发表时间 年
        """
    ),
    "venue": _words(
        """
        venue conference journal publication pub source published-in 会议 期刊 来源 出处 发表
        """
    ),
}
"""What a column of a table of papers holds → words of its name."""


ABOUT_IT = _words(
    """
    method methods idea ideas contribution contributions results strengths weaknesses pros cons
    comments thoughts highlights questions tl;dr takeaways details main-ideas annotations
    方法 贡献 优点 缺点 思考 特点 创新点 总结 结论 要点 核心思想 摘要
    """
) | {"key points", "main idea", "main ideas", "key ideas", "my notes", "take-home message"}
"""Headings under which something of the paper above is told."""


NOTE_COLUMNS = _words(
    """
    note notes comment comments remark remarks description summary tl;dr tldr idea highlights
    备注 说明 特点 描述 简介 创新点 总结 评论
    """
) | {"my notes", "key idea", "main idea", "key ideas"}
"""Columns that hold what is said about a paper."""


TAG_COLUMNS = _words(
    """
    tag tags topic topics category categories label labels task tasks 标签 类别 分类 主题 任务
    """
)
"""Columns, and names of properties, that hold tags."""


BOOKKEEPING = _words(
    """
    id abstract abstractnote abstracttranslation created createddate createdat modified updated
    lastmodified updatedat cssclass cssclasses publish layout permalink lang language languages
    template dateadded datemodified importdate bibliography csl format editor output toc draft
    slug dateread accessed accessdate attachments related publisher pages volume issue number
    issn isbn series place position banner icon uid collapsed citation citations 摘要
        """
)
"""Fields of a note's head that say nothing of a paper, or what nobody looks for in a note."""
